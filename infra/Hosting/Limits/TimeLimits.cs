using Microsoft.AspNetCore.Http.Timeouts;

namespace Marketplace.Hosting.Limits;

/// <summary>
/// Time limits of requests, kept by the framework's request timeouts. They are well below the host's own limit, which kills the whole process with
/// everything else it is doing (docs/host-contract.md §9). The framework does not apply them while a debugger is attached.
/// </summary>
internal static class TimeLimits
{
    public static RequestTimeoutPolicy Trigger { get; } = PolicyOf(TimeSpan.FromMinutes(2));

    // The middleware has cleared the headers by then, so exception handling writes the whole response.
    public static RequestTimeoutPolicy PolicyOf(TimeSpan limit) => new() { Timeout = limit, WriteTimeoutResponse = static _ => throw new TimeLimitException() };
}

/// <summary>A request ran longer than its time limit.</summary>
internal sealed class TimeLimitException() : Exception("The request ran longer than its time limit.");
