using System.Reflection;
using Marketplace.Hosting.App;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using CheckStatus = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;

namespace Marketplace.Hosting.Health;

/// <summary>Runs the registered health checks, at most once a second however many requests come, and logs each change of a check's status once.</summary>
internal sealed partial class HealthProbe(HealthCheckService checks, HostingOptions options, TimeProvider time, ILogger<HealthProbe> logger)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly string _version =
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Task<HealthReport>? _latest;
    private long _startedAt;

    /// <summary>A report that is less than a second old.</summary>
    public Task<HealthReport> ReportAsync()
    {
        lock (_lock)
        {
            if (_latest is null || (_latest.IsCompleted && time.GetElapsedTime(_startedAt) >= Lifetime))
            {
                (_startedAt, _latest) = (time.GetTimestamp(), RunAsync());
            }

            return _latest;
        }
    }

    private async Task<HealthReport> RunAsync()
    {
        var report = await checks.CheckHealthAsync();
        var byName = new SortedDictionary<string, HealthCheckReport>(StringComparer.Ordinal);
        foreach (var (name, entry) in report.Entries)
        {
            var detail = entry.Exception switch { null => entry.Description, OperationCanceledException => "took too long", _ => "failed" };
            LogChange(name, entry, detail);
            byName[name] = new(StatusOf(entry.Status), detail);
        }

        return new(StatusOf(report.Status), _version, options.Region, byName);
    }

    private static HealthStatus StatusOf(CheckStatus status) => status switch
    {
        CheckStatus.Healthy => HealthStatus.Healthy,
        CheckStatus.Degraded => HealthStatus.Degraded,
        _ => HealthStatus.Unhealthy,
    };

    private void LogChange(string name, HealthReportEntry entry, string? detail)
    {
        if (entry.Status is CheckStatus.Healthy && _failing.Remove(name))
        {
            LogRecovered(name);
        }
        else if (entry.Status is not CheckStatus.Healthy && _failing.Add(name))
        {
            LogFailing(entry.Exception, name, detail);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Health check {Name} fails: {Detail}")]
    private partial void LogFailing(Exception? fault, string name, string? detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "Health check {Name} succeeds again")]
    private partial void LogRecovered(string name);
}
