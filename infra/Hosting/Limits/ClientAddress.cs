using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Limits;

/// <summary>Whom an anonymous request is counted for.</summary>
internal static class ClientAddress
{
    /// <summary>
    /// The last hop of <c>X-Forwarded-For</c>, which the proxying host sets itself; earlier ones are whatever the client
    /// wrote. IPv6 counts by /64, the least one customer gets. Without the header, the peer.
    /// </summary>
    public static IPAddress Of(HttpContext context)
    {
        var header = context.Request.Headers["X-Forwarded-For"];
        var last = header.Count > 0 && header[^1] is { } hops ? hops.AsSpan(hops.LastIndexOf(',') + 1).Trim() : default;
        var address = IPEndPoint.TryParse(last, out var forwarded) ? forwarded.Address : context.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        return Network(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }

    private static IPAddress Network(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}
