using System.Net;
using Marketplace.Outgoing;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Outgoing;

public sealed class OutgoingClientTests
{
    private static readonly TargetRules Strict = new(new HashSet<string>());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task A_name_that_leads_inside_is_not_connected_to(string inside)
    {
        await using var server = new LoopbackServer(static _ => Task.FromResult<LoopbackAnswer?>(new LoopbackAnswer("{}")));
        using var client = OutgoingClient.Create(Strict, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(inside)]));
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://example.com:{new Uri(server.Address).Port}/"), Stop));
        Assert.IsType<TargetRefusedException>(fault.InnerException);
        Assert.Empty(server.Paths);
    }

    [Fact]
    public async Task One_inside_address_among_public_ones_is_enough_to_refuse()
    {
        using var client = OutgoingClient.Create(Strict, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("8.8.8.8"), IPAddress.Loopback]));
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://example.com/"), Stop));
        Assert.IsType<TargetRefusedException>(fault.InnerException);
    }

    [Theory]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://localhost:{0}/")]
    public async Task Numbers_and_local_names_are_refused_at_the_connection_too(string form)
    {
        await using var server = new LoopbackServer(static _ => Task.FromResult<LoopbackAnswer?>(new LoopbackAnswer("{}")));
        using var client = OutgoingClient.Create(Strict);
        var address = new Uri(form.Replace("{0}", $"{new Uri(server.Address).Port}", StringComparison.Ordinal));
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(address, Stop));
        Assert.IsType<TargetRefusedException>(fault.InnerException);
        Assert.Empty(server.Paths);
    }

    /// <summary>A name that turns inside after the first look is refused at the second.</summary>
    [Fact]
    public async Task Every_request_looks_at_the_address_anew()
    {
        await using var server = new LoopbackServer(static _ => Task.FromResult<LoopbackAnswer?>(new LoopbackAnswer("{}")));
        var port = new Uri(server.Address).Port;
        var asked = 0;
        using var client = OutgoingClient.Create(new TargetRules(new HashSet<string> { $"example.com:{port}" }), (_, _) =>
        {
            asked++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });
        for (var i = 0; i < 3; i++)
        {
            (await client.GetAsync(new Uri($"http://example.com:{port}/{i}"), Stop)).Dispose();
        }

        Assert.Equal(3, asked);
        Assert.Equal(3, server.Paths.Count);
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_not_followed()
    {
        await using var server = new LoopbackServer(static _ => Task.FromResult<LoopbackAnswer?>(new LoopbackAnswer("{}", 302, "/elsewhere")));
        using var client = OutgoingClient.Create(new TargetRules(new HashSet<string> { new Uri(server.Address).Authority }));
        using var answer = await client.GetAsync(new Uri($"{server.Address}/first"), Stop);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(["/first"], server.Paths);
    }
}
