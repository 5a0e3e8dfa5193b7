using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.TestKit;
using Microsoft.Extensions.Logging;

namespace Marketplace.LocalHost.Tests;

/// <summary>Checklist items 17, 18, 20, 21 and 23 through a real handler, with HTTP functions in mode A.</summary>
public sealed class PayloadModeTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Item_18_call_is_a_chunked_post_to_the_functions_name_with_the_hosts_headers()
    {
        await using var host = await StartAsync();
        await host.GetAsync("/api/anything");

        var call = Assert.Single(host.App.Journal.CallsOf("Plain"));
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
    public async Task Item_18_http_request_is_described_in_the_payload()
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/a%20b/c?x=1&x=2&y=%26") { Content = new StringContent("text") };
        request.Headers.Add("X-Word", ["a", "b"]);
        await host.SendAsync(request);

        var data = host.App.Journal.CallsOf("Plain")[0].Data.GetProperty("req");
        Assert.Equal($"http://127.0.0.1:{host.Host.Address.Port}/api/a b/c?x=1&x=2&y=%26", data.GetProperty("Url").GetString());
        Assert.Equal("PUT", data.GetProperty("Method").GetString());
        Assert.Equal("""{"x":"1,2","y":"&"}""", JsonNode.Parse(data.GetProperty("Query").GetRawText())!.ToJsonString(Relaxed));
        Assert.Equal("a b/c", data.GetProperty("Params").GetProperty("path").GetString());
        Assert.Equal("text", data.GetProperty("Body").GetString());
        Assert.Equal(JsonValueKind.Array, data.GetProperty("Headers").GetProperty("X-Word").ValueKind);
    }

    [Fact]
    public async Task Item_18_binary_body_is_base64_and_a_chunked_body_is_lost()
    {
        await using var host = await StartAsync();
        using var binary = new ByteArrayContent([1, 2, 255]) { Headers = { ContentType = new("application/octet-stream") } };
        await host.Client.PostAsync("/api/x", binary, Cancellation);
        await host.RawAsync("POST /api/x HTTP/1.1\nHost: x\nConnection: close\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n");

        var calls = host.App.Journal.CallsOf("Plain");
        Assert.Equal("AQL/", calls[0].Data.GetProperty("req").GetProperty("Body").GetString());
        Assert.False(calls[1].Data.GetProperty("req").TryGetProperty("Body", out _));
    }

    [Fact]
    public async Task Item_17_and_20_whatever_fails_is_an_empty_500()
    {
        await using var host = await StartAsync();
        string[] instructions =
        [
            """{"do":"reply","status":500,"body":"{}"}""",
            """{"do":"reply","status":404,"body":"{}"}""",
            """{"do":"reply","type":"text/plain","body":"{}"}""",
            """{"do":"reply","type":"application/problem+json","body":"{}"}""",
            """{"do":"reply","body":"not json"}""",
            """{"do":"reply","body":"{\"Outputs\":{\"res\":7}}"}""",
            """{"do":"die"}""",
        ];
        foreach (var instruction in instructions)
        {
            var answer = await host.PostAsync("/api/x", instruction);

            Assert.Equal((instruction, HttpStatusCode.InternalServerError), (instruction, answer.StatusCode));
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        }
    }

    [Fact]
    public async Task Item_22_answer_and_logs_reach_client_and_log()
    {
        await using var host = await StartAsync();
        var answer = await host.PostAsync("/api/x", """
            {"do":"reply","body":"{\"Outputs\":{\"res\":{\"statusCode\":201,\"headers\":{\"content-type\":\"text/html\",\"x-a\":\"1\"},\"body\":\"<p>\"}},\"Logs\":[\"indexed a1\"]}"}
            """);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("1", answer.Headers.GetValues("x-a").Single());
        Assert.Equal("<p>", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.True(host.Log.Has(LogLevel.Information, "Plain: indexed a1"));
    }

    [Theory]
    [InlineData(false, HttpStatusCode.NoContent)]
    [InlineData(true, HttpStatusCode.InternalServerError)]
    public async Task Item_20_redirect_is_followed_only_while_forwarding_is_off(bool forwarding, HttpStatusCode expected)
    {
        var app = new AppFolder(forwarding).Function("Mixed", Bindings.HttpTrigger("mixed"), Bindings.HttpOutput(), Bindings.QueueOutput("next", "next"));
        await using var host = await TestHost.StartAsync(app);

        var answer = await host.PostAsync("/api/mixed", """{"do":"reply","status":307,"location":"/api/elsewhere"}""");

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(forwarding ? [] : ["POST /api/elsewhere"], app.Journal.Requests);
    }

    [Fact]
    public async Task Item_21_empty_answer_hangs_until_the_timeout_kills_the_handler_and_the_log_says_why()
    {
        var clock = new ManualClock(Noon);
        await using var host = await TestHost.StartAsync(new AppFolder().Http("Plain"), clock: clock);
        var before = await host.Host.HandlerProcessIdAsync(Cancellation);
        var pending = host.PostAsync("/api/x", """{"do":"reply","status":202}""");
        await Eventually.TrueAsync(() => host.Log.Has(LogLevel.Error, "Answer at least {}"), Cancellation);
        Assert.False(pending.IsCompleted);

        clock.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.InternalServerError, (await pending).StatusCode);
        Assert.Equal(before, await host.Host.HandlerProcessIdAsync(Cancellation));
        clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => host.App.Journal.Starts.Count == 2, Cancellation);
        Assert.NotEqual(before, await host.Host.HandlerProcessIdAsync(Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Item_23_function_that_takes_too_long_takes_the_others_along(bool proxying)
    {
        var clock = new ManualClock(Noon);
        var app = new AppFolder(proxying: proxying).Host(json => json["functionTimeout"] = "00:00:10").Http("Plain");
        await using var host = await TestHost.StartAsync(app, clock: clock);
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
            var pending = proxying ? host.GetAsync("/api/do/hang") : host.PostAsync("/api/x", """{"do":"hang"}""");
            await Eventually.TrueAsync(() => (proxying ? app.Journal.Of("hang").Count : app.Journal.Calls.Count) == count, Cancellation);
            return pending;
        }
    }

    [Fact]
    public async Task Retry_policy_repeats_a_failed_call_with_a_new_id_each_time()
    {
        var app = new AppFolder().Raw("Stubborn", $$"""
            { "retry": { "strategy": "fixedDelay", "maxRetryCount": 2, "delayInterval": "00:00:00.010" }, "bindings": [ {{Bindings.HttpTrigger("x")}}, {{Bindings.HttpOutput()}} ] }
            """);
        await using var host = await TestHost.StartAsync(app);

        var answer = await host.PostAsync("/api/x", """{"do":"reply","status":500}""");

        var calls = app.Journal.CallsOf("Stubborn");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal([0, 1, 2], calls.Select(call => call.Metadata.GetProperty("RetryContext").GetProperty("RetryCount").GetInt32()));
        Assert.Equal(3, calls.Select(call => call.Headers["X-Azure-Functions-InvocationId"]).Distinct().Count());
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(new AppFolder().Http("Plain"));
}
