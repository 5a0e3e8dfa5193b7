using Marketplace.Hosting.Health;
using Marketplace.Infra.Tests.Hosting.Sample;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Infra.Tests.Hosting.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task All_well_is_200_with_version_region_and_checks()
    {
        await using var app = await SampleApp.StartAsync(static builder =>
            builder.AddHealthCheck("storage", static (_, _) => Task.FromResult(new HealthResult(true, "fine"))), "--Host:Region=4401");
        using var answer = await app.SendAsync("GET", "/api/health");
        Assert.Equal(200, answer.Status);
        Assert.Equal("healthy", answer.Json.GetProperty("status").GetString());
        Assert.Equal("4401", answer.Json.GetProperty("region").GetString());
        Assert.NotEmpty(answer.Json.GetProperty("version").GetString()!);
        Assert.Equal("""{"storage":{"status":"healthy","detail":"fine"}}""", answer.Json.GetProperty("checks").GetRawText());
    }

    [Theory]
    [InlineData(true, 503, "unhealthy")]
    [InlineData(false, 200, "degraded")]
    public async Task A_failing_check_decides_by_whether_it_is_vital(bool isVital, int status, string name)
    {
        await using var app = await SampleApp.StartAsync(builder => builder
            .AddHealthCheck("index", static (_, _) => Task.FromResult(HealthResult.Healthy))
            .AddHealthCheck("storage", static (_, _) => throw new InvalidOperationException("secret"), isVital));
        using var answer = await app.SendAsync("GET", "/api/health");
        Assert.Equal((status, name), (answer.Status, answer.Json.GetProperty("status").GetString()));
        Assert.Equal($$$"""{"index":{"status":"healthy"},"storage":{"status":"{{{name}}}","detail":"failed"}}""",
            answer.Json.GetProperty("checks").GetRawText());
    }

    [Fact]
    public async Task A_vital_check_that_fails_but_leaves_the_app_able_to_serve_is_degraded()
    {
        await using var app = await SampleApp.StartAsync(static builder =>
            builder.AddHealthCheck("index", static (_, _) => Task.FromResult(new HealthResult(false, "an hour old") { CanServe = true })));
        using var answer = await app.SendAsync("GET", "/api/health");
        Assert.Equal((200, "degraded"), (answer.Status, answer.Json.GetProperty("status").GetString()));
        Assert.Equal("""{"index":{"status":"degraded","detail":"an hour old"}}""", answer.Json.GetProperty("checks").GetRawText());
    }

    [Fact]
    public async Task A_check_that_hangs_fails_by_its_own_limit()
    {
        await using var app = await SampleApp.StartAsync(static builder =>
            builder.AddHealthCheck("stuck", static async (_, _) =>
                { await Task.Delay(Timeout.Infinite, CancellationToken.None); return HealthResult.Healthy; }, timeLimit: TimeSpan.FromMilliseconds(50)));
        using var answer = await app.SendAsync("GET", "/api/health");
        Assert.Equal("""{"stuck":{"status":"unhealthy","detail":"took too long"}}""", answer.Json.GetProperty("checks").GetRawText());
    }

    [Fact]
    public async Task Asking_often_costs_one_check_a_second()
    {
        var (time, runs) = (new FakeTimeProvider { HasRealTimers = true }, 0);
        await using var app = await SampleApp.StartAsync(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.AddHealthCheck("counted", (_, _) => { runs++; return Task.FromResult(HealthResult.Healthy); });
        });
        await AskAsync(app, 20);
        Assert.Equal(1, runs);
        time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(app, 20);
        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task A_failing_check_is_logged_once_and_once_more_when_it_recovers()
    {
        var (time, isHealthy) = (new FakeTimeProvider(), false);
        using var log = new LogCollector();
        await using var app = await SampleApp.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<ILoggerProvider>(log);
                builder.AddHealthCheck("storage", (_, _) => Task.FromResult(new HealthResult(isHealthy, "full")));
            },
            "--Logging:LogLevel:Default=Information");
        foreach (var next in new[] { false, false, true, true })
        {
            isHealthy = next;
            await AskAsync(app, 1);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            ["Health check storage fails: full", "Health check storage succeeds again"],
            log.Lines.Where(static line => line.Contains("ealth check", StringComparison.Ordinal)));
    }

    private static async Task AskAsync(SampleApp app, int times)
    {
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, times).Select(_ => app.SendAsync("GET", "/api/health"))))
        {
            answer.Dispose();
        }
    }
}
