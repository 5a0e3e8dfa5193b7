using System.Net;

namespace Marketplace.Outgoing;

/// <summary>The HTTP client for addresses that somebody typed in.</summary>
public static class OutgoingClient
{
    private const int HeaderKilobytes = 16;

    /// <summary>
    /// A client that follows no redirect, uses no proxy, keeps no cookies and connects to public addresses only. Each request takes a
    /// connection of its own, so that the address is looked at each time; time limits are the caller's.
    /// </summary>
    public static HttpClient Create(TargetRules rules) => Create(rules, Dns.GetHostAddressesAsync);

    internal static HttpClient Create(TargetRules rules, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        var connection = new GuardedConnection(rules, resolve);
        return new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = HeaderKilobytes,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = (context, stop) => connection.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, stop),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}
