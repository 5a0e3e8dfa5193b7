using System.Net;
using System.Net.Sockets;

namespace Marketplace.Outgoing;

/// <summary>
/// Which IP addresses belong to strangers on the public internet, by the special-purpose registries (RFC 6890 and its successors). What is
/// private, local, reserved or shared is not one, nor is a form of IPv6 that leads to such an IPv4 address.
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] Special4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        // Azure's own services answer every virtual machine there, though the address looks public.
        IPNetwork.Parse("168.63.129.16/32"),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Within the global range: protocol assignments with Teredo, documentation, and 6to4.</summary>
    private static readonly IPNetwork[] Special6 =
        [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("3fff::/20")];

    /// <summary>Whether a connection to <paramref name="address"/> leaves for the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Special4.Any(network => network.Contains(address));
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        var plain = new IPAddress(address.GetAddressBytes());
        if (Translated.Contains(plain))
        {
            return IsPublic(new IPAddress(plain.GetAddressBytes().AsSpan(12)));
        }

        return Global6.Contains(plain) && !Special6.Any(network => network.Contains(plain));
    }
}
