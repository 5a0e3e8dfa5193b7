using System.Text.Json.Serialization;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Hosting.Health;

/// <summary>How an instance is.</summary>
/// <param name="Status">The worst of the checks.</param>
/// <param name="Version">The app's version.</param>
/// <param name="Region">The instance's region code.</param>
/// <param name="Checks">Each check by name.</param>
public sealed record HealthReport(HealthStatus Status, string Version, string Region, IReadOnlyDictionary<string, HealthCheckReport> Checks);

/// <summary>How one check went.</summary>
/// <param name="Status">Its outcome.</param>
/// <param name="Detail">One line for an operator; null where the status says all.</param>
public sealed record HealthCheckReport(HealthStatus Status, string? Detail);

/// <summary>How well something is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<HealthStatus>))]
public enum HealthStatus
{
    /// <summary>All is well.</summary>
    Healthy,

    /// <summary>Something is wrong, but requests are served.</summary>
    Degraded,

    /// <summary>The instance cannot serve.</summary>
    Unhealthy,
}
