using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.TestKit;
using Microsoft.Extensions.Logging;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, items 1–6: the handler's process.</summary>
public sealed class ProcessTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Item_01_handler_starts_in_the_app_folder_with_five_variables()
    {
        var app = new AppFolder(proxying: true).Http("Api");
        await using var host = await TestHost.StartAsync(app, options =>
            options with { Settings = new Dictionary<string, string>(app.Settings) { ["SAMPLE_WORD"] = "word" } });

        var variables = JsonSerializer.Deserialize<Dictionary<string, string>>(await host.GetTextAsync("/api/do/environment"))!;
        var where = await host.GetTextAsync("/api/do/where");

        var port = variables[HandlerProcess.PortVariable];
        Assert.Equal($"{app.Path} ", where);
        Assert.Equal(port, variables[HandlerProcess.LegacyPortVariable]);
        Assert.Equal(variables[HandlerProcess.WorkerIdVariable], variables[HandlerProcess.LegacyWorkerIdVariable]);
        Assert.True(Guid.TryParse(variables[HandlerProcess.WorkerIdVariable], out _));
        Assert.Equal(app.Path, variables[HandlerProcess.AppRootVariable]);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), variables["PATH"]);
        Assert.Equal("word", variables["SAMPLE_WORD"]);
    }

    [Fact]
    public async Task Item_01_settings_override_host_json()
    {
        var app = new AppFolder().Http("Api").CustomHandler(json => json["description"]!["defaultExecutablePath"] = "not-here");
        var executable = Path.Combine(AppContext.BaseDirectory, "Marketplace.SampleHandler");
        await using var host = await TestHost.StartAsync(app, options => options with
        {
            Settings = new Dictionary<string, string>(app.Settings)
            {
                ["SAMPLE_HOME"] = AppContext.BaseDirectory,
                ["AzureFunctionsJobHost__customHandler__description__defaultExecutablePath"] = executable,
                ["AzureFunctionsJobHost__customHandler__enableProxyingHttpRequest"] = "true",
            },
        });

        Assert.NotNull((await host.EchoAsync("/api/x")).Header("X-Forwarded-For"));
    }

    [Fact]
    public async Task Item_02_handler_that_never_listens_is_given_up_after_the_initialization_timeout()
    {
        using var app = new AppFolder().Http("Api").CustomHandler(json => json["initializationTimeout"] = "00:00:00.300");
        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(app, Starting(app, "deaf")));

        // Third failure, or nobody waits any longer: on a slow machine either comes first.
        Assert.Matches("did not answer GET / within 0.3 s|did not become ready", exception.Message);
        Assert.All(app.Journal.Starts, AssertGone);
    }

    [Fact]
    public async Task Item_03_requests_wait_while_the_handler_starts_again()
    {
        var app = new AppFolder(proxying: true).Http("Api");
        await using var host = await TestHost.StartAsync(app);
        var before = await host.EchoAsync("/api/x");

        Process.GetProcessById(before.ProcessId).Kill();
        await Eventually.TrueAsync(() => host.Log.Has(LogLevel.Warning, "Handler restarts"), Cancellation);
        var after = await host.EchoAsync("/api/x");

        Assert.NotEqual(before.ProcessId, after.ProcessId);
    }

    [Fact]
    public async Task Item_04_third_crash_within_the_budget_stops_the_host()
    {
        var app = new AppFolder(proxying: true).Http("Api");
        await using var host = await TestHost.StartAsync(app);
        for (var crash = 1; crash <= 3; crash++)
        {
            var seen = crash;
            Process.GetProcessById(await host.Host.HandlerProcessIdAsync(Cancellation)).Kill();
            await Eventually.TrueAsync(() => host.Host.Stopped.IsCompleted || host.App.Journal.Starts.Count > seen, Cancellation);
        }

        Assert.Contains("exited with code 137", await host.Host.Stopped, StringComparison.Ordinal);
        Assert.Equal(3, host.App.Journal.Starts.Count);
    }

    [Fact]
    public void Item_04_crashes_more_than_thirty_minutes_apart_do_not_add_up()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var budget = new CrashBudget(clock);

        Assert.False(budget.IsSpent());
        Assert.False(budget.IsSpent());
        clock.Advance(TimeSpan.FromMinutes(31));
        Assert.False(budget.IsSpent());
        clock.Advance(TimeSpan.FromMinutes(30));
        Assert.False(budget.IsSpent());
        Assert.True(budget.IsSpent());
    }

    [Fact]
    public async Task Item_04_crash_error_quotes_the_last_lines_of_standard_error()
    {
        using var app = new AppFolder().Http("Api");
        var exception = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(app, Starting(app, "crash")));

        Assert.Contains("exited with code 7", exception.Message, StringComparison.Ordinal);
        Assert.Contains("no such configuration", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_04_exit_code_200_restarts_without_being_counted()
    {
        var app = new AppFolder(proxying: true).Http("Api");
        await using var host = await TestHost.StartAsync(app);
        for (var exit = 1; exit <= 4; exit++)
        {
            var seen = exit;
            // Sent past LocalHost, which would send it again to the next process.
            await SuppressAsync(RawHttp.SendAsync(await HandlerPortAsync(host), RawHttp.Get("/api/do/exit/200"), Cancellation));
            await Eventually.TrueAsync(() => host.App.Journal.Starts.Count > seen, Cancellation);
            await host.Host.HandlerProcessIdAsync(Cancellation);
        }

        Assert.False(host.Host.Stopped.IsCompleted);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/x")).StatusCode);
    }

    [Fact]
    public async Task Item_04_after_exit_code_0_requests_go_to_a_dead_port_and_fail()
    {
        var app = new AppFolder(proxying: true).Http("Api");
        await using var host = await TestHost.StartAsync(app);
        await SuppressAsync(RawHttp.SendAsync(await HandlerPortAsync(host), RawHttp.Get("/api/do/exit/0"), Cancellation));
        await Eventually.TrueAsync(() => host.Log.Has(LogLevel.Error, "exited with code 0"), Cancellation);

        var answer = await host.GetAsync("/api/x");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Single(host.App.Journal.Starts);
    }

    [Fact]
    public async Task Item_05_stop_kills_the_handler_in_the_middle_of_a_request()
    {
        var app = new AppFolder(proxying: true).Http("Api");
        await using var host = await TestHost.StartAsync(app);
        var id = (await host.EchoAsync("/api/x")).ProcessId;
        var hanging = host.GetAsync("/api/do/hang");
        await Eventually.TrueAsync(() => app.Journal.Of("hang").Count == 1, Cancellation);

        await host.Host.DisposeAsync();

        AssertGone(id);
        Assert.Empty(app.Journal.Of("end"));
        await Assert.ThrowsAsync<HttpRequestException>(async () => (await hanging).EnsureSuccessStatusCode());
    }

    [Fact]
    public async Task Item_06_output_lines_get_levels_by_stream_and_text()
    {
        await using var host = await TestHost.StartAsync(new AppFolder(proxying: true).Http("Api"));
        await Eventually.TrueAsync(() => host.Log.Lines.Count(line => line.Category == HandlerOutput.Category) >= 3, Cancellation);

        Assert.True(host.Log.Has(LogLevel.Information, "sample handler says hello"));
        Assert.True(host.Log.Has(LogLevel.Warning, "sample handler warns"));
        Assert.True(host.Log.Has(LogLevel.Error, "sample handler complains"));
    }

    private static Func<LocalHostOptions, LocalHostOptions> Starting(AppFolder app, string how) =>
        options => options with { Settings = new Dictionary<string, string>(app.Settings) { ["SAMPLE_START"] = how } };

    private static async Task<int> HandlerPortAsync(TestHost host)
    {
        var variables = JsonSerializer.Deserialize<Dictionary<string, string>>(await host.GetTextAsync("/api/do/environment"))!;
        return int.Parse(variables[HandlerProcess.PortVariable], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task SuppressAsync(Task<string> exchange)
    {
        try
        {
            await exchange;
        }
        catch (IOException)
        {
            // The process ended instead of answering.
        }
    }

    private static void AssertGone(int processId) => Assert.Throws<ArgumentException>(() => Process.GetProcessById(processId));
}
