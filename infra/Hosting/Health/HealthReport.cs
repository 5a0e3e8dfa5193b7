using System.Text.Json.Serialization;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Hosting.Health;

/// <summary>The health of an instance.</summary>
/// <param name="Status">The worst status of all checks.</param>
/// <param name="Version">The app's version.</param>
/// <param name="Region">The instance's region code.</param>
/// <param name="Checks">The result of each check by its name.</param>
public sealed record HealthReport(HealthStatus Status, string Version, string Region, IReadOnlyDictionary<string, HealthCheckReport> Checks);

/// <summary>The result of one check.</summary>
/// <param name="Status">The status.</param>
/// <param name="Detail">One line for an operator; null where the status is enough.</param>
public sealed record HealthCheckReport(HealthStatus Status, string? Detail);

/// <summary>A health status.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<HealthStatus>))]
public enum HealthStatus
{
    /// <summary>The check succeeded.</summary>
    Healthy,

    /// <summary>The check failed, but the instance can serve requests.</summary>
    Degraded,

    /// <summary>The check failed, and the instance cannot serve requests.</summary>
    Unhealthy,
}
