using System.Net.Sockets;
using System.Text;

namespace Marketplace.Infra.Tests.Hosting.Sample;

/// <summary>Sends bytes that no client library would, and reads what comes back until the server closes.</summary>
public static class RawConnection
{
    public static async Task<string> SendAsync(Uri address, string request, bool hangUp = false)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request.ReplaceLineEndings("\r\n")), cancellation);
        if (hangUp)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, cancellation);
        }
        catch (IOException)
        {
            // A reset is a way of closing too.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
