namespace Marketplace.Identity.Tokens;

/// <summary>The signature algorithms an issuer can be configured with (RFC 7518 section 3.1).</summary>
internal enum SignatureAlgorithm
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    RS256,

    /// <summary>RSASSA-PSS with SHA-256.</summary>
    PS256,

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    ES256,
}

internal static class SignatureAlgorithms
{
    /// <summary>The names as configured and as tokens state them; case matters.</summary>
    public const string Accepted = "RS256, PS256, ES256";

    public static SignatureAlgorithm? Named(string name) => name switch
    {
        "RS256" => SignatureAlgorithm.RS256,
        "PS256" => SignatureAlgorithm.PS256,
        "ES256" => SignatureAlgorithm.ES256,
        _ => null,
    };
}
