using System.Collections.Concurrent;
using System.Reflection;
using Marketplace.Hosting.App;
using Microsoft.Extensions.Logging;

namespace Marketplace.Hosting.Health;

/// <summary>Runs the health checks at most once a second, however often it is asked.</summary>
internal sealed partial class HealthProbe(
    IEnumerable<HealthCheck> checks, IServiceProvider services, HostingOptions options, TimeProvider time, ILogger<HealthProbe> logger)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly string _version =
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly ConcurrentDictionary<string, bool> _failing = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Task<HealthReport>? _latest;
    private long _startedAt;

    /// <summary>How the instance is, or was less than a second ago.</summary>
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
        var reports = await Task.WhenAll(checks.Select(RunAsync));
        var byName = new SortedDictionary<string, HealthCheckReport>(StringComparer.Ordinal);
        foreach (var (name, report) in reports)
        {
            byName[name] = report;
        }

        var worst = reports.Select(static report => report.Report.Status).DefaultIfEmpty().Max();
        return new(worst, _version, options.Region, byName);
    }

    private async Task<(string Name, HealthCheckReport Report)> RunAsync(HealthCheck check)
    {
        var failed = check.IsVital ? HealthStatus.Unhealthy : HealthStatus.Degraded;
        using var limit = new CancellationTokenSource(check.TimeLimit, time);
        try
        {
            // Away from this thread, so that a check that blocks cannot hold up the others.
            var result = await Task.Run(() => check.RunAsync(services, limit.Token), limit.Token).WaitAsync(limit.Token);
            Note(check.Name, null, result);
            return (check.Name, new(result.IsHealthy ? HealthStatus.Healthy : failed, result.Detail));
        }
        catch (Exception fault)
        {
            // The edge of what a check may do wrong: whatever it throws is its result.
            var detail = limit.IsCancellationRequested ? "took too long" : "failed";
            Note(check.Name, fault, new(false, detail));
            return (check.Name, new(failed, detail));
        }
    }

    private void Note(string name, Exception? fault, HealthResult result)
    {
        var wasFailing = _failing.TryGetValue(name, out var before) && before;
        _failing[name] = !result.IsHealthy;
        if (!result.IsHealthy && !wasFailing)
        {
            LogFailing(fault, name, result.Detail);
        }
        else if (result.IsHealthy && wasFailing)
        {
            LogRecovered(name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Health check {Name} fails: {Detail}")]
    private partial void LogFailing(Exception? fault, string name, string? detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "Health check {Name} is well again")]
    private partial void LogRecovered(string name);
}
