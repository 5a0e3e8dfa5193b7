using System.Net;
using System.Text.Json;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.TestKit;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, items 29 and 30: triggers stay out of clients' reach; the record says what was exchanged and no secret.</summary>
public sealed class SafetyTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private static readonly string[] Climbing =
    [
        "/Work", "/api/Work", "/api/../Work", "/api/%2E%2E/Work", "/api/..%2FWork", "/api/%2e%2e%2fWork", "/api%2F..%2FWork", "/api/..%255CWork",
    ];

    // In mode B the host parses the decoded address again: a backslash becomes a slash, and %2E a dot.
    private static readonly string[] ClimbingInModeB = ["/api/..%5CWork", "/api/x%5C..%5C..%5CWork", "/api/%252E%252E/Work"];

    [Fact]
    public async Task Item_29_in_mode_C_no_path_below_a_prefix_becomes_a_payload_call()
    {
        var app = new AppFolder(proxying: true).Http("Zzz").Queue("Work", "never-there");
        await using var host = await StartAsync(app);
        await PostToEachAsync(host, [.. Climbing, .. ClimbingInModeB]);

        Assert.Empty(app.Journal.Calls);
    }

    [Fact]
    public async Task Item_29_in_mode_B_some_paths_climb_out_of_the_prefix_but_such_a_request_is_never_chunked()
    {
        var app = new AppFolder(forwarding: true).Http("Zzz").Queue("Work", "never-there");
        await using var host = await StartAsync(app);
        await PostToEachAsync(host, Climbing);
        Assert.Empty(app.Journal.Calls);

        await PostToEachAsync(host, ClimbingInModeB);
        foreach (var path in ClimbingInModeB)
        {
            await host.RawAsync($"POST {path} HTTP/1.1\nHost: x\nConnection: close\nTransfer-Encoding: chunked\n\n2\n{{}}\n0\n\n");
        }

        // A payload call of the host is chunked, has no length and names the handler's own address as Host.
        Assert.Equal(ClimbingInModeB.Length, app.Journal.Calls.Count);
        Assert.All(app.Journal.Calls, call =>
            Assert.Equal(("2", "x", false), (call.Headers["Content-Length"], call.Headers["Host"], call.Headers.ContainsKey("Transfer-Encoding"))));
    }

    [Theory]
    [InlineData("Content-Length: 2\n\n{}")]
    [InlineData("Content-Length: 2\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n")]
    [InlineData("Transfer-Encoding: chunked\nContent-Length: 2\nX-Azure-Functions-InvocationId: 5b0c\n\n2\n{}\n0\n\n")]
    [InlineData("Transfer-Encoding: gzip, chunked\n\n2\n{}\n0\n\n")]
    [InlineData("Transfer-Encoding: chunked\n\n0\n\n")]
    [InlineData("Connection: Transfer-Encoding\nTransfer-Encoding: chunked\n\n2\n{}\n0\n\n")]
    public async Task Item_29_in_mode_B_no_client_that_names_the_handlers_host_gets_a_chunked_body_through(string rest)
    {
        var app = new AppFolder(forwarding: true).Http("Zzz").Queue("Work", "never-there");
        await using var host = await StartAsync(app);

        await host.RawAsync($"POST /api/..%5CWork HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n{rest}");

        Assert.All(app.Journal.Calls, static call =>
        {
            Assert.Equal(("127.0.0.1", false), (call.Headers["Host"], call.Headers.ContainsKey("Transfer-Encoding")));
            Assert.Contains("Azure-Functions-Host/", call.Headers["User-Agent"], StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("curl/8.0")]
    [InlineData("(((")]
    [InlineData("a, b")]
    public async Task Item_29_in_mode_B_a_clients_request_always_says_that_it_was_forwarded(string agent)
    {
        var app = new AppFolder(forwarding: true).Http("Zzz");
        await using var host = await StartAsync(app);

        var received = await host.RawEchoAsync($"GET /api/x HTTP/1.1\nHost: 127.0.0.1\nUser-Agent: {agent}\nConnection: close\n\n");

        Assert.Contains("Azure-Functions-Host/", received.Header("User-Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_29_with_an_empty_prefix_a_client_reaches_the_trigger_and_only_forwarded_headers_tell()
    {
        var app = new AppFolder(proxying: true).Host(json => json["extensions"]!["http"] = new System.Text.Json.Nodes.JsonObject { ["routePrefix"] = "" })
            .Http("Zzz").Queue("Work", "never-there");
        await using var host = await StartAsync(app);
        await host.PostAsync("/Work", """{"Data":{"msg":"\"forged\""}}""");
        await host.PostAsync("/admin/functions/Work", """{"input":"real"}""");
        await Eventually.TrueAsync(() => app.Journal.CallsOf("Work").Count == 2, Cancellation);

        Assert.Equal([true, false], app.Journal.CallsOf("Work").Select(call => call.Headers.ContainsKey("X-Forwarded-For")));
    }

    [Fact]
    public async Task Item_30_each_exchange_is_recorded_as_one_line()
    {
        var app = new AppFolder(proxying: true).Http("Zzz").Queue("Work", "never-there");
        var file = app.Note("record");
        await using var host = await StartAsync(app, file);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/things?code=secret-one&q=1") { Content = new StringContent("hello") };
        request.Headers.Add("Authorization", "Bearer secret-two");
        request.Headers.Add("Cookie", "a=secret-three");
        request.Headers.Add("x-functions-key", "secret-four");
        await host.SendAsync(request);
        await host.GetAsync("/api/do/cookies");
        await host.PostAsync("/admin/functions/Work", """{"input":"by hand"}""");
        await Eventually.TrueAsync(() => File.Exists(file) && File.ReadAllLines(file).Length == 3, Cancellation);
        await host.Host.DisposeAsync();

        var text = await File.ReadAllTextAsync(file, Cancellation);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        var (posted, cookies, payload) = (lines[0], lines[1], lines[2]);
        Assert.Equal("/api/things?code=(hidden)&q=1", posted.GetProperty("path").GetString());
        Assert.Equal(("Zzz", "Proxy", "POST", 200, 5L), (Text(posted, "function"), Text(posted, "mode"), Text(posted, "method"), posted.GetProperty("status")
            .GetInt32(), posted.GetProperty("requestBytes").GetInt64()));
        Assert.True(posted.GetProperty("responseBytes").GetInt64() > 0);
        Assert.Equal("(hidden)", Text(posted.GetProperty("requestHeaders"), "Authorization"));
        Assert.False(posted.TryGetProperty("requestPayload", out _));
        Assert.Equal("(hidden)", Text(cookies.GetProperty("responseHeaders"), "Set-Cookie"));
        Assert.Equal("\"by hand\"", Text(payload.GetProperty("requestPayload").GetProperty("Data"), "msg"));
        Assert.Equal("{}", Text(payload, "responsePayload"));
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_30_failed_exchange_is_recorded_with_its_error()
    {
        var app = new AppFolder().Http("Zzz");
        var file = app.Note("record");
        await using var host = await StartAsync(app, file);
        await host.GetAsync("/api/do/exit/9");
        await host.Host.DisposeAsync();

        var line = JsonElement.Parse((await File.ReadAllLinesAsync(file, Cancellation))[0]);
        Assert.NotEmpty(Text(line, "error"));
        Assert.False(line.TryGetProperty("status", out _));
    }

    private static async Task PostToEachAsync(TestHost host, string[] paths)
    {
        foreach (var path in paths)
        {
            await host.RawAsync($"POST {path} HTTP/1.1\nHost: x\nConnection: close\nContent-Length: 2\n\n" + "{}");
        }
    }

    private static string Text(JsonElement value, string property) => value.GetProperty(property).GetString()!;

    private static async Task<TestHost> StartAsync(AppFolder app, string? record = null)
    {
        var server = await AzuriteServer.Shared;
        return await TestHost.StartAsync(app, options => options with { RecordFile = record, Storage = server.ConnectionString });
    }
}
