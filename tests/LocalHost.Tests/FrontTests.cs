using System.Net;
using System.Text;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.TestKit;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, items 10–12 over a running host: what is passed on of keys, the host's own endpoints, the size limit.</summary>
public sealed class FrontTests(FrontTests.Running running) : IClassFixture<FrontTests.Running>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private readonly TestHost _host = running.Host;

    [Fact]
    public async Task Item_10_key_is_passed_on_to_the_handler()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/anyone?code=also-a-key") { Headers = { { "x-functions-key", "a-key" } } };
        var received = Received.Parse(await (await _host.SendAsync(request)).Content.ReadAsStringAsync(Cancellation));

        Assert.Equal("a-key", received.Header("x-functions-key"));
        Assert.EndsWith("?code=also-a-key", received.RawTarget, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_10_function_switched_off_is_404()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("/api/resting")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("/api/anyone")).StatusCode);
    }

    [Fact]
    public async Task Item_11_queue_function_runs_by_hand_in_the_background()
    {
        Assert.Equal(HttpStatusCode.Accepted, await InvokeAsync("Work", """{"input":"by hand"}"""));
        Assert.Equal(HttpStatusCode.NotFound, await InvokeAsync("Nobody", """{"input":""}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await InvokeAsync("Work", ""));

        await Eventually.TrueAsync(() => _host.App.Journal.CallsOf("Work").Count == 1, Cancellation);
        Assert.Equal("\"by hand\"", _host.App.Journal.CallsOf("Work")[0].Data.GetProperty("msg").GetString());
    }

    [Fact]
    public async Task Item_11_catch_all_never_sees_the_hosts_own_paths()
    {
        await _host.GetAsync("/admin/host/ping");
        await _host.GetAsync("/runtime/webhooks");

        Assert.DoesNotContain(_host.App.Journal.Requests, request => request.Contains("admin", StringComparison.Ordinal)
            || request.Contains("runtime", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zz\n{}\n0\n\n")]
    [InlineData("-1\n{}\n0\n\n")]
    [InlineData("FFFFFFFFFFFFFFFFFF\n{}\n0\n\n")]
    [InlineData("2{}\n0\n\n")]
    public async Task Item_17_malformed_chunks_are_the_clients_fault(string body)
    {
        var answer = await _host.RawAsync($"POST /api/anyone HTTP/1.1\nHost: x\nConnection: close\nTransfer-Encoding: chunked\n\n{body}");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_11_root_shows_the_home_page_and_other_unmatched_paths_are_404()
    {
        var page = await _host.GetAsync("/");

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.PostAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("/elsewhere")).StatusCode);
    }

    [Fact]
    public async Task Item_12_body_over_the_limit_is_refused_before_the_handler()
    {
        var answer = await _host.RawAsync("POST /api/big HTTP/1.1\nHost: x\nConnection: close\nContent-Length: 104857601\n\n");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("POST /api/big", _host.App.Journal.Requests);
    }

    private async Task<HttpStatusCode> InvokeAsync(string function, string body)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, $"/admin/functions/{function}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return (await _host.SendAsync(request)).StatusCode;
    }

    public sealed class Running : IAsyncLifetime
    {
        internal TestHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var app = new AppFolder(proxying: true)
                .Http("Anyone", "anyone")
                .Http("Resting", "resting")
                .Http("Zzz", "{*path}")
                .Raw("Broken", "{}")
                .Queue("Work", "never-there");
            var storage = await AzuriteServer.Shared;
            Host = await TestHost.StartAsync(app, options => options with
            {
                Settings = new Dictionary<string, string>(app.Settings)
                {
                    ["AzureWebJobs.Resting.Disabled"] = "true",
                    ["AzureWebJobsStorage"] = storage.ConnectionString,
                },
            });
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
