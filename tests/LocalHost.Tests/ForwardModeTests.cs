using System.Net;
using Marketplace.LocalHost.Tests.Drivers;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, item 14: mode B's quirks, one test each.</summary>
public sealed class ForwardModeTests(ForwardModeTests.Running running) : IClassFixture<ForwardModeTests.Running>
{
    private readonly TestHost _host = running.Host;

    [Fact]
    public async Task Item_14_chunked_request_is_500_and_does_not_reach_the_handler()
    {
        var answer = await _host.RawAsync("POST /api/chunked HTTP/1.1\nHost: x\nConnection: close\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n");

        Assert.StartsWith("HTTP/1.1 500 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("POST /api/chunked", _host.App.Journal.Requests);
    }

    [Fact]
    public async Task Item_14_content_headers_but_type_and_length_are_lost()
    {
        var received = await _host.RawEchoAsync("""
            POST /api/x HTTP/1.1
            Host: x
            Connection: close
            Content-Type: text/plain
            Content-Length: 5
            Content-Encoding: identity
            Content-Language: zh
            Content-Disposition: inline
            Expires: Thu, 01 Jan 2026 00:00:00 GMT

            hello
            """);

        Assert.Equal("text/plain", received.Header("Content-Type"));
        Assert.Equal("5", received.Header("Content-Length"));
        Assert.Equal("hello", received.Body);
        Assert.All(["Content-Encoding", "Content-Language", "Content-Disposition", "Expires"], name => Assert.Null(received.Header(name)));
    }

    [Fact]
    public async Task Item_14_content_type_without_body_is_dropped() =>
        Assert.Null((await _host.RawEchoAsync(RawHttp.Get("/api/x", "Content-Type: text/plain\n"))).Header("Content-Type"));

    [Theory]
    [InlineData("?a=1&a=2", "?a=1,2")]
    [InlineData("?a=1&A=2", "?A=1,2")]
    [InlineData("?flag", "?flag=")]
    [InlineData("?q=a+b", "?q=a%20b")]
    public async Task Item_14_query_is_rebuilt(string sent, string expected) =>
        Assert.Equal("/api/x" + expected, (await _host.RawEchoAsync(RawHttp.Get("/api/x" + sent))).RawTarget);

    [Theory]
    [InlineData("/api/a%3Fb", "/api/a")]
    [InlineData("/api/a%23b", "/api/a")]
    [InlineData("/api/a%2541", "/api/aA")]
    [InlineData("/api/a%5Cb", "/api/a/b")]
    [InlineData("/api/a%2Fb", "/api/a%2Fb")]
    [InlineData("/api/a/", "/api/a/")]
    public async Task Item_14_path_is_cut_and_decoded_twice(string sent, string expected) =>
        Assert.Equal(expected, (await _host.RawEchoAsync(RawHttp.Get(sent))).RawTarget);

    [Fact]
    public async Task Item_14_answer_is_buffered()
    {
        var answer = _host.GetAsync("/api/do/stream");
        Assert.Equal(HttpStatusCode.OK, (await ReleaseUntilAsync(answer)).StatusCode);

        var whole = await answer;
        Assert.Equal("first;last".Length, whole.Content.Headers.ContentLength);
        Assert.Null(whole.Headers.TransferEncodingChunked);
    }

    [Fact]
    public async Task Item_14_host_is_the_clients_and_forwarded_headers_are_copied_as_they_are()
    {
        var received = await _host.RawEchoAsync(RawHttp.Get("/api/x", "X-Forwarded-For: 9.9.9.9\nCookie: a=1\nAuthorization: Bearer t\nKeep-Alive: 5\n"));

        Assert.Equal("public.example:81", received.Header("Host"));
        Assert.Equal("9.9.9.9", received.Header("X-Forwarded-For"));
        Assert.Null(received.Header("X-Forwarded-Host"));
        Assert.Equal("a=1", received.Header("Cookie"));
        Assert.Equal("Bearer t", received.Header("Authorization"));
        Assert.Equal("5", received.Header("Keep-Alive"));
    }

    [Fact]
    public async Task Item_14_user_agent_gets_a_suffix() =>
        Assert.Equal("phone/1 Azure-Functions-Host/4.1037.0", (await _host.RawEchoAsync(RawHttp.Get("/api/x", "User-Agent: phone/1\n"))).Header("User-Agent"));

    [Fact]
    public async Task Item_14_repeated_headers_are_joined_and_a_clients_invocation_id_stays_in_front()
    {
        var received = await _host.RawEchoAsync(RawHttp.Get("/api/x", "X-Word: a\nX-Word: b\nX-Azure-Functions-InvocationId: mine\n"));

        Assert.Equal("a, b", received.Header("X-Word"));
        Assert.StartsWith("mine, ", received.Header("X-Azure-Functions-InvocationId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Item_14_redirects_are_not_followed()
    {
        var answer = await _host.GetAsync("/api/do/redirect");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/api/elsewhere", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Item_14_get_with_a_body_passes() =>
        Assert.Equal("hello", (await _host.RawEchoAsync("GET /api/x HTTP/1.1\nHost: x\nConnection: close\nContent-Length: 5\n\nhello")).Body);

    [Fact]
    public async Task Item_14_truncated_reply_is_an_empty_500()
    {
        var pending = _host.GetAsync("/api/do/truncate");
        await ReleaseUntilAsync(pending);
        var answer = await pending;

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    // The handler holds its answer back until it is released, and the release may come before it waits.
    private async Task<HttpResponseMessage> ReleaseUntilAsync(Task<HttpResponseMessage> answer)
    {
        HttpResponseMessage released;
        do
        {
            Assert.False(answer.IsFaulted);
            released = await _host.PostAsync("/api/do/release");
        }
        while (!answer.IsCompleted);
        return released;
    }

    public sealed class Running : IAsyncLifetime
    {
        internal TestHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await TestHost.StartAsync(new AppFolder(forwarding: true).Http("Api"));

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
