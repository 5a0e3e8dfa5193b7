using System.Net.Sockets;
using System.Text;
using Marketplace.TestKit;

namespace Marketplace.EndToEnd.Tests;

/// <summary>The app behind a host that proxies and behind one that forwards: clients reach no trigger, the host reaches all.</summary>
public sealed class TriggerReachTests
{
    private static readonly string[] Paths =
    [
        "/AnchorAudit", "/api/AnchorAudit", "/api/listings/..%5C..%5C..%5CAnchorAudit", "/api/listings/%252E%252E/%252E%252E/%252E%252E/AnchorAudit",
        "/api/listings/..%2F..%2F..%2FAnchorAudit", "/api/listings/../../AnchorAudit", "/api/listings/x%5C..%5C..%5C..%5CIndexListing",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task No_path_and_no_host_name_lets_a_client_call_a_trigger(string isProxying)
    {
        await using var instance = await MarketplaceInstance.StartAsync(Stop, ("AzureFunctionsJobHost__customHandler__enableProxyingHttpRequest", isProxying));

        foreach (var path in Paths)
        {
            foreach (var host in new[] { "127.0.0.1", "localhost", "market.example" })
            {
                var answer = await PostAsync(instance.Address, path, host);
                Assert.True(answer.StartsWith("HTTP/1.1 404", StringComparison.Ordinal), $"{path} for {host}: {answer}");
            }
        }

        await instance.ImportAsync([Sample.Case(1)], await instance.TokenAsync("operator"));
        await Eventually.TrueAsync(async () => await instance.TotalAsync() == 1, Stop);
    }

    /// <summary>A payload as the host would send it, with the headers that a client can forge.</summary>
    private static async Task<string> PostAsync(Uri address, string path, string host)
    {
        var body = """{"Data":{"timer":{"IsPastDue":false}},"Metadata":{}}""";
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\nX-Azure-Functions-InvocationId: 5b0c\r\n"
                + $"Content-Length: {body.Length}\r\n\r\n{body}"),
            Stop);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(Stop);
    }
}
