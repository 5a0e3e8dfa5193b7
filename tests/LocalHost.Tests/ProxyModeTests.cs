using System.Net;
using System.Text;
using Marketplace.LocalHost.Front;
using Marketplace.LocalHost.Handler;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.TestKit;
using Microsoft.AspNetCore.Http;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, item 15: mode C.</summary>
public sealed class ProxyModeTests(ProxyModeTests.Running running) : IClassFixture<ProxyModeTests.Running>
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private readonly TestHost _host = running.Host;

    [Fact]
    public async Task Item_15_host_is_rewritten_and_forwarded_headers_are_set_over_spoofed_ones()
    {
        var received = await _host.RawEchoAsync(RawHttp.Get(
            "/api/x", "X-Forwarded-For: 9.9.9.9\nX-Forwarded-Host: evil.example\nX-Forwarded-Proto: https\nX-Azure-Functions-InvocationId: mine\n"));

        Assert.StartsWith("127.0.0.1:", received.Header("Host"), StringComparison.Ordinal);
        Assert.NotEqual($"127.0.0.1:{_host.Host.Address.Port}", received.Header("Host"));
        Assert.Equal("127.0.0.1", received.Header("X-Forwarded-For"));
        Assert.Equal("public.example:81", received.Header("X-Forwarded-Host"));
        Assert.Equal("http", received.Header("X-Forwarded-Proto"));
        Assert.True(Guid.TryParse(received.Header("X-Azure-Functions-InvocationId"), out _));
        Assert.Equal(received.Header("X-Azure-Functions-InvocationId"), received.Header("x-ms-invocation-id"));
    }

    [Fact]
    public async Task Item_15_hop_by_hop_headers_are_stripped_and_others_kept()
    {
        var received = await _host.RawEchoAsync(
            "GET /api/x HTTP/1.1\nHost: x\nConnection: close\nKeep-Alive: 5\nTE: trailers\nProxy-Authorization: Basic eA==\n" +
            "Authorization: Bearer t\nCookie: a=1\nUser-Agent: phone/1\nAccept-Language: zh-CN\n\n");

        Assert.All(["Connection", "Keep-Alive", "TE", "Proxy-Authorization"], name => Assert.Null(received.Header(name)));
        Assert.Equal("Bearer t", received.Header("Authorization"));
        Assert.Equal("a=1", received.Header("Cookie"));
        Assert.Equal("phone/1", received.Header("User-Agent"));
        Assert.Equal("zh-CN", received.Header("Accept-Language"));
    }

    /// <summary>A second try once said its length twice, which the handler answered 400.</summary>
    [Fact]
    public void A_second_try_says_everything_once()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Headers.ContentType = "application/json";
        context.Request.Headers.ContentLength = 4;
        using var limit = new ActivityLimit(TimeSpan.FromMinutes(1), TimeProvider.System, Cancellation);
        using var body = new StreamedBody(context.Request, limit);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var request = ProxiedRequest.Build(context, new HandlerEndpoint(new Uri("http://127.0.0.1:7071"), 1, 1), "id", body);
            Assert.Equal("4", Assert.Single(request.Content!.Headers.GetValues("Content-Length")));
            Assert.Equal("application/json", Assert.Single(request.Content.Headers.GetValues("Content-Type")));
        }
    }

    [Theory]
    [InlineData("?a=1&a=2")]
    [InlineData("?flag&q=a+b&x=%E4%B8%AD&y=%7e")]
    [InlineData("?q=%zz")]
    public async Task Item_15_query_is_kept_as_it_is(string query) =>
        Assert.Equal("/api/x" + query, (await _host.RawEchoAsync(RawHttp.Get("/api/x" + query))).RawTarget);

    [Theory]
    [InlineData("/api/a%2Fb", "/api/a%252Fb")]
    [InlineData("/api/a%3Fb", "/api/a%3Fb")]
    [InlineData("/api/a%23b", "/api/a%23b")]
    [InlineData("/api/a%2541", "/api/a%2541")]
    [InlineData("/api/a%5Cb", "/api/a%5Cb")]
    [InlineData("/api/%7Ea", "/api/~a")]
    [InlineData("/api/a/", "/api/a/")]
    [InlineData("/api/b/../a", "/api/a")]
    [InlineData("/api/%E4%B8%AD", "/api/%E4%B8%AD")]
    public async Task Item_15_path_is_encoded_anew(string sent, string expected) =>
        Assert.Equal(expected, (await _host.RawEchoAsync(RawHttp.Get(sent))).RawTarget);

    [Fact]
    public async Task Item_15_path_with_an_encoded_slash_means_the_same_to_the_handler() =>
        Assert.Equal("/api/a%2Fb", (await _host.RawEchoAsync(RawHttp.Get("/api/a%2Fb"))).Path);

    [Fact]
    public async Task Item_15_first_bytes_of_the_answer_reach_the_client_before_the_handler_finishes()
    {
        using var answer = await _host.Client.GetAsync("/api/do/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        var first = new byte[6];
        await body.ReadExactlyAsync(first, Cancellation);
        Assert.Equal("first;", Encoding.ASCII.GetString(first));

        await _host.PostAsync("/api/do/release");
        using var rest = new StreamReader(body);
        Assert.Equal("last", await rest.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task Item_15_first_bytes_of_the_request_reach_the_handler_before_the_client_finishes()
    {
        using var content = new GatedContent();
        var answer = _host.Client.PostAsync("/api/do/upload", content, Cancellation);
        await Eventually.TrueAsync(() => _host.App.Journal.Of("upload").Count > 0, Cancellation);

        content.Finish();
        Assert.Equal("10", await (await answer).Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Item_15_chunked_and_sized_bodies_arrive_whole_with_their_content_headers()
    {
        var large = new string('x', 300_000);
        using var request =
            new HttpRequestMessage(HttpMethod.Post, "/api/x") { Content = new StringContent(large) { Headers = { ContentLanguage = { "zh" } } } };
        var received = Received.Parse(await (await _host.SendAsync(request)).Content.ReadAsStringAsync(Cancellation));
        var chunked = await _host.RawEchoAsync("POST /api/x HTTP/1.1\nHost: x\nConnection: close\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n");

        Assert.Equal((300_000, "300000", "zh"), (received.BodyLength, received.Header("Content-Length"), received.Header("Content-Language")));
        Assert.Equal(("hello", "chunked"), (chunked.Body, chunked.Header("Transfer-Encoding")));
    }

    [Fact]
    public async Task Item_15_body_of_more_than_thirty_megabytes_is_the_handlers_own_business()
    {
        using var content = new ByteArrayContent(new byte[31_000_000]);
        var answer = await _host.Client.PostAsync("/api/x", content, Cancellation);

        Assert.Equal(31_000_000, Received.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).BodyLength);
    }

    [Fact]
    public async Task Item_15_truncated_reply_cuts_the_connection_after_the_partial_body()
    {
        using var answer = await _host.Client.GetAsync("/api/do/truncate", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        var partial = new byte["only this".Length];
        await body.ReadExactlyAsync(partial, Cancellation);
        await _host.PostAsync("/api/do/release");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("only this", Encoding.ASCII.GetString(partial));
        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadExactlyAsync(partial, Cancellation).AsTask());
    }

    [Fact]
    public async Task Item_15_body_that_is_not_held_back_by_expect_arrives() =>
        Assert.Contains("\"body\":\"hello\"", await _host
            .RawAsync("POST /api/x HTTP/1.1\nHost: x\nConnection: close\nExpect: 100-continue\nContent-Length: 5\n\nhello"), StringComparison.Ordinal);

    [Fact]
    public async Task Item_15_client_that_leaves_ends_the_exchange()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var hanging = _host.Client.GetAsync("/api/do/hang", patience.Token);
        await Eventually.TrueAsync(() => _host.App.Journal.Of("hang").Count > 0, Cancellation);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        await Eventually.TrueAsync(() => _host.App.Journal.Of("gone").Count > 0, Cancellation);
    }

    public sealed class Running : IAsyncLifetime
    {
        internal TestHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await TestHost.StartAsync(new AppFolder(forwarding: true, proxying: true).Http("Api"));

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    private sealed class GatedContent : HttpContent
    {
        private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Finish() => _finish.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("first"u8.ToArray());
            await stream.FlushAsync();
            await _finish.Task;
            await stream.WriteAsync(";last"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
