using System.Net;
using System.Net.Sockets;
using Marketplace.LocalHost.Tests.Drivers;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, items 13 and 16: which mode applies, and what modes B and C have in common.</summary>
public sealed class PassThroughTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, false, "forward")]
    [InlineData(false, true, "proxy")]
    [InlineData(true, true, "proxy")]
    public async Task Item_13_flags_choose_the_mode_of_http_only_functions(bool forwarding, bool proxying, string expected)
    {
        var app = new AppFolder(forwarding, proxying)
            .Http("Plain", "plain");
        await using var host = await TestHost.StartAsync(app);

        Assert.Equal(expected, await ModeAsync(await host.GetAsync("/api/plain")));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Item_16_both_modes_pass_on_what_the_handler_answers(bool forwarding, bool proxying)
    {
        await using var host = await TestHost.StartAsync(new AppFolder(forwarding, proxying).Http("Api"));

        var first = await host.EchoAsync("/api/x");
        var second = await host.EchoAsync("/api/x");
        Assert.Equal("4.1037.0", first.Header("X-Azure-Functions-HostVersion"));
        Assert.True(Guid.TryParse(first.Header("X-Azure-Functions-InvocationId"), out _));
        Assert.NotEqual(first.Header("X-Azure-Functions-InvocationId"), second.Header("X-Azure-Functions-InvocationId"));

        Assert.Equal(["a=1", "b=2"], (await host.GetAsync("/api/do/cookies")).Headers.GetValues("Set-Cookie"));

        var head = await host.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/x"));
        Assert.True(head.Content.Headers.ContentLength > 0);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));

        foreach (var status in new[] { 201, 204, 304, 404, 418, 500, 503 })
        {
            var answer = await host.GetAsync($"/api/do/status/{status}");
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Equal(status is 204 or 304 ? "" : $"status {status}", await answer.Content.ReadAsStringAsync(Cancellation));
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Item_16_dead_handler_is_an_empty_500(bool forwarding, bool proxying)
    {
        await using var host = await TestHost.StartAsync(new AppFolder(forwarding, proxying).Http("Api"));
        await host.GetAsync("/api/do/exit/0");

        var answer = await host.GetAsync("/api/x");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Front_listens_on_loopback_only()
    {
        await using var host = await TestHost.StartAsync(new AppFolder(proxying: true).Http("Api"));
        var addresses = (await Dns.GetHostAddressesAsync(Dns.GetHostName(), Cancellation))
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

        Assert.Equal("127.0.0.1", host.Host.Address.Host);
        foreach (var address in addresses)
        {
            using var socket = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(address, host.Host.Address.Port, Cancellation).AsTask());
        }
    }

    private static async Task<string> ModeAsync(HttpResponseMessage answer) =>
        Received.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).Header("X-Forwarded-For") is null ? "forward" : "proxy";
}
