using Microsoft.Extensions.Diagnostics.HealthChecks;
using CheckStatus = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;

namespace Marketplace.Hosting.Health;

/// <summary>A health check written as a function.</summary>
internal sealed class DelegateHealthCheck(IServiceProvider services, Func<IServiceProvider, CancellationToken, Task<HealthResult>> check) : IHealthCheck
{
    public static HealthCheckRegistration Registration(
        string name, Func<IServiceProvider, CancellationToken, Task<HealthResult>> check, bool isVital, TimeSpan timeLimit) =>
        new(name, services => new DelegateHealthCheck(services, check), isVital ? CheckStatus.Unhealthy : CheckStatus.Degraded, tags: null, timeLimit);

    // At the time limit the framework cancels the token, and then waits for the check to return; this one does not wait.
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var result = await Task.Run(() => check(services, cancellationToken), cancellationToken).WaitAsync(cancellationToken);
        var status = result switch
        {
            { IsHealthy: true } => CheckStatus.Healthy,
            { CanServe: true } => CheckStatus.Degraded,
            _ => context.Registration.FailureStatus,
        };
        return new(status, result.Detail);
    }
}
