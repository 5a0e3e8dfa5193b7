using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Marketplace.Files.Scanning;

/// <summary>Where a clamd listens: <c>tcp://host:port</c> or <c>unix:/path</c>.</summary>
public sealed class ClamdAddress
{
    private const string UnixScheme = "unix:";

    private ClamdAddress(EndPoint endPoint, string text) => (EndPoint, Text) = (endPoint, text);

    internal EndPoint EndPoint { get; }

    private string Text { get; }

    /// <summary>Reads an address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ClamdAddress? address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = EndPointOf(text) is { } endPoint ? new ClamdAddress(endPoint, text) : null;
        return address is not null;
    }

    /// <summary>As it was written.</summary>
    public override string ToString() => Text;

    internal Socket CreateSocket() => EndPoint is UnixDomainSocketEndPoint
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private static EndPoint? EndPointOf(string text)
    {
        if (text.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            return text.Length > UnixScheme.Length && text[UnixScheme.Length] == '/'
                && text.Length < UnixScheme.Length + 100 ? new UnixDomainSocketEndPoint(text[UnixScheme.Length..]) : null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "tcp", Port: > 0, PathAndQuery: "" or "/", UserInfo: "" }
            ? new DnsEndPoint(uri.IdnHost, uri.Port)
            : null;
    }
}
