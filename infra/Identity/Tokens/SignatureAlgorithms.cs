using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Identity.Tokens;

/// <summary>The signature algorithms an issuer can be configured with (RFC 7518 section 3.1), as configured and as tokens state them; case matters.</summary>
internal static class SignatureAlgorithms
{
    public const string Accepted = $"{SecurityAlgorithms.RsaSha256}, {SecurityAlgorithms.RsaSsaPssSha256}, {SecurityAlgorithms.EcdsaSha256}";

    public static bool IsAccepted(string? name) =>
        name is SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.RsaSsaPssSha256 or SecurityAlgorithms.EcdsaSha256;
}
