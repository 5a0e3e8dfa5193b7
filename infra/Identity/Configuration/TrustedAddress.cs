using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Identity.Configuration;

/// <summary>Addresses that keys may come from: https, or http to this machine, without user name and password.</summary>
internal static class TrustedAddress
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && IsTrusted(address);

    private static bool IsTrusted(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) && address.UserInfo.Length == 0;
}
