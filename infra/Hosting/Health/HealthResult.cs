namespace Marketplace.Hosting.Health;

/// <summary>The result of one health check.</summary>
/// <param name="IsHealthy">Whether the check succeeded.</param>
/// <param name="Detail">One line for an operator, without secrets; null where the status is enough.</param>
public sealed record HealthResult(bool IsHealthy, string? Detail = null)
{
    /// <summary>The check succeeded.</summary>
    public static HealthResult Healthy { get; } = new(true);

    /// <summary>Whether a failed check leaves the instance able to serve requests, even where the check is vital.</summary>
    public bool CanServe { get; init; }
}
