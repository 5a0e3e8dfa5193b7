using System.Net;
using System.Text;
using System.Text.Json;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.TestKit;
using Microsoft.Extensions.Logging;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, items 18, 20, 21 and 23 through a real handler, with a queue function run by hand.</summary>
public sealed class PayloadModeTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Item_18_call_is_a_chunked_post_to_the_functions_name_with_the_hosts_headers()
    {
        await using var host = await StartAsync();
        await RunAsync(host, "anything");
        await Eventually.TrueAsync(() => host.App.Journal.Calls.Count == 1, Cancellation);

        var call = Assert.Single(host.App.Journal.CallsOf("Work"));
        Assert.Equal("chunked", call.Headers["Transfer-Encoding"]);
        Assert.DoesNotContain("Content-Length", call.Headers.Keys);
        Assert.Equal("application/json; charset=utf-8", call.Headers["Content-Type"]);
        Assert.Equal("Azure-Functions-Host/4.1037.0", call.Headers["User-Agent"]);
        Assert.Equal("4.1037.0", call.Headers["X-Azure-Functions-HostVersion"]);
        Assert.True(Guid.TryParse(call.Headers["X-Azure-Functions-InvocationId"], out _));
        Assert.StartsWith("00-", call.Headers["traceparent"], StringComparison.Ordinal);
        Assert.DoesNotContain("X-Forwarded-For", call.Headers.Keys);
    }

    [Fact]
    public async Task Item_20_whatever_the_host_does_not_accept_fails_the_invocation()
    {
        await using var host = await StartAsync();
        (string Instruction, string Reason)[] failures =
        [
            ("""{"do":"reply","status":500,"body":"{}"}""", "the handler answered 500."),
            ("""{"do":"reply","status":404,"body":"{}"}""", "the handler answered 404."),
            ("""{"do":"reply","type":"text/plain","body":"{}"}""", "it is 'text/plain'"),
            ("""{"do":"reply","type":"application/problem+json","body":"{}"}""", "it is 'application/problem+json'"),
            ("""{"do":"reply","body":"not json"}""", "not valid JSON"),
            ("""{"do":"die"}""", "no answer from the handler"),
        ];
        foreach (var (instruction, reason) in failures)
        {
            await RunAsync(host, instruction);
            await Eventually.TrueAsync(
                () => host.Log.Lines.Any(line => line.Level == LogLevel.Error && line.Text.StartsWith("Work failed: ", StringComparison.Ordinal)
                    && line.Text.Contains(reason, StringComparison.Ordinal)),
                Cancellation);
        }
    }

    [Fact]
    public async Task Item_20_redirect_is_not_followed_and_fails_the_invocation()
    {
        await using var host = await StartAsync();
        await RunAsync(host, """{"do":"reply","status":307,"location":"/api/elsewhere"}""");

        await Eventually.TrueAsync(() => host.Log.Has(LogLevel.Error, "Work failed: the handler answered 307."), Cancellation);
        Assert.Empty(host.App.Journal.Requests);
    }

    [Fact]
    public async Task Item_21_empty_answer_hangs_until_the_timeout_kills_the_handler_and_the_log_says_why()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var host = await StartAsync(clock: clock);
        var before = await host.Host.HandlerProcessIdAsync(Cancellation);
        await RunAsync(host, """{"do":"reply","status":202}""");
        await Eventually.TrueAsync(() => host.Log.Has(LogLevel.Error, "Answer at least {}"), Cancellation);
        Assert.False(host.Log.Has(LogLevel.Error, "Work failed"));

        clock.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => host.Log.Has(LogLevel.Error, "Work failed"), Cancellation);
        Assert.Equal(before, await host.Host.HandlerProcessIdAsync(Cancellation));
        clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => host.App.Journal.Starts.Count == 2, Cancellation);
        Assert.NotEqual(before, await host.Host.HandlerProcessIdAsync(Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Item_23_function_that_takes_too_long_takes_the_others_along(bool http)
    {
        var clock = new FakeTimeProvider(Noon);
        var app = new AppFolder(proxying: true).Host(json => json["functionTimeout"] = "00:00:10").Http("Plain").Queue("Work", "never-there");
        await using var host = await StartAsync(app, clock);
        var hanging = await HangAsync(1);
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.False(hanging.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.InternalServerError, (await hanging).StatusCode);

        // The handler has two more seconds, in which it still works for others.
        var innocent = await HangAsync(2);
        Assert.Single(app.Journal.Starts);
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return innocent.IsCompleted;
            },
            Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, (await innocent).StatusCode);
        await Eventually.TrueAsync(() => app.Journal.Starts.Count >= 2, Cancellation);
        Assert.False(host.Host.Stopped.IsCompleted);

        async Task<Task<HttpResponseMessage>> HangAsync(int count)
        {
            var pending = http ? host.GetAsync("/api/do/hang") : FailedAsync(count);
            await Eventually.TrueAsync(() => (http ? app.Journal.Of("hang").Count : app.Journal.Calls.Count) == count, Cancellation);
            return pending;
        }

        // A payload call has no client: its failure is in the log.
        async Task<HttpResponseMessage> FailedAsync(int count)
        {
            await RunAsync(host, """{"do":"hang"}""");
            await Eventually.TrueAsync(() =>
                host.Log.Lines.Count(line => line.Text.StartsWith("Work failed", StringComparison.Ordinal)) == count, Cancellation);
            return new HttpResponseMessage(HttpStatusCode.InternalServerError);
        }
    }

    private static async Task RunAsync(TestHost host, string input)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { input }), Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Accepted, (await host.Client.PostAsync("/admin/functions/Work", content, Cancellation)).StatusCode);
    }

    private static async Task<TestHost> StartAsync(AppFolder? app = null, TimeProvider? clock = null)
    {
        var server = await AzuriteServer.Shared;
        return await TestHost.StartAsync(app ?? new AppFolder().Queue("Work", "never-there"), options =>
            options with { Storage = server.ConnectionString }, clock);
    }
}
