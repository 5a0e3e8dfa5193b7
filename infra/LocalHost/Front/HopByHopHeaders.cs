namespace Marketplace.LocalHost.Front;

/// <summary>Headers that belong to one connection and are not passed on in mode C (contract §5; RFC 9110 §7.6.1).</summary>
internal static class HopByHopHeaders
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Alt-Svc",
    };

    public static bool Contain(string name) => Names.Contains(name);
}
