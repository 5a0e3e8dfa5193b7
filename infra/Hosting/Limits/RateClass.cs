namespace Marketplace.Hosting.Limits;

/// <summary>A class of routes that share one rate limit per caller and process.</summary>
/// <param name="Name">Short name, used in the <c>RateLimit-Policy</c> header.</param>
/// <param name="Anonymous">Requests per window and client address, for callers without a token.</param>
/// <param name="SignedIn">Requests per window and subject.</param>
/// <param name="Window">The window.</param>
public sealed record RateClass(string Name, int Anonymous, int SignedIn, TimeSpan Window)
{
    /// <summary>Routes that only read: 600 a minute and address, 1,200 a minute and subject.</summary>
    public static RateClass Reads { get; } = new("reads", 600, 1_200, TimeSpan.FromMinutes(1));

    /// <summary>Routes that change something: 60 a minute and address, 240 a minute and subject.</summary>
    public static RateClass Writes { get; } = new("writes", 60, 240, TimeSpan.FromMinutes(1));

    /// <summary>Routes that take seconds of processor time, such as exports and inspections: 6 a minute and address, 30 a minute and subject.</summary>
    public static RateClass Costly { get; } = new("costly", 6, 30, TimeSpan.FromMinutes(1));
}
