using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Hosting.Limits;

/// <summary>The address that rate limits count an anonymous request by.</summary>
internal static class ClientAddress
{
    /// <summary>What the host appends to every <c>User-Agent</c> that it forwards, and to none that it proxies (docs/host-contract.md §5).</summary>
    private const string ForwardingAgent = "Azure-Functions-Host/";

    /// <summary>
    /// The last entry of <c>X-Forwarded-For</c>, which a proxying host sets; clients can write earlier ones themselves. A forwarding host copies the
    /// header, so that there it counts only behind a front end that adds to it.
    /// An IPv6 address is reduced to its /64 network, the smallest that providers assign. Without the header, the address of the connection.
    /// </summary>
    public static IPAddress Of(HttpContext context, bool isBehindFrontEnd)
    {
        var request = context.Request;
        var isCopied = !isBehindFrontEnd && request.Headers.UserAgent.ToString().Contains(ForwardingAgent, StringComparison.Ordinal);
        var header = isCopied ? default : request.Headers["X-Forwarded-For"];
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
