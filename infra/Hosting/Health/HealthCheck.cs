namespace Marketplace.Hosting.Health;

/// <summary>What a health check found.</summary>
/// <param name="IsHealthy">Whether all is well.</param>
/// <param name="Detail">One line for an operator, without secrets; null where the status says all.</param>
public sealed record HealthResult(bool IsHealthy, string? Detail = null)
{
    /// <summary>All is well.</summary>
    public static HealthResult Healthy { get; } = new(true);
}

/// <summary>One named check of <c>GET /api/health</c>.</summary>
/// <param name="Name">camelCase, as the answer shows it.</param>
/// <param name="IsVital">Whether the instance cannot serve while the check fails: health then answers 503.</param>
/// <param name="TimeLimit">Longer counts as failed.</param>
/// <param name="RunAsync">The check; an exception counts as failed and is logged.</param>
internal sealed record HealthCheck(string Name, bool IsVital, TimeSpan TimeLimit, Func<IServiceProvider, CancellationToken, Task<HealthResult>> RunAsync);
