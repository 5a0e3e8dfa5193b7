using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Marketplace.LocalHost.Tests.Drivers;

/// <summary>HTTP without a client's manners: bytes out, text in until the server closes.</summary>
internal static class RawHttp
{
    /// <summary>Sends the text with CRLF line ends; it must ask for "Connection: close".</summary>
    public static async Task<string> SendAsync(int port, string request, CancellationToken cancellationToken)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request.ReplaceLineEndings("\r\n")), cancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>The body of an answer that was not chunked.</summary>
    public static string Body(string answer) => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public static string Get(string target, string headers = "") => $"GET {target} HTTP/1.1\nHost: public.example:81\nConnection: close\n{headers}\n";
}
