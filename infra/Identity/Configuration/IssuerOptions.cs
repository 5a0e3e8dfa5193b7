using System.Collections.Immutable;

namespace Marketplace.Identity.Configuration;

/// <summary>One issuer of access tokens: how its tokens are verified, and what its claims mean here.</summary>
public sealed record IssuerOptions
{
    /// <summary>The exact <c>iss</c> of its tokens: an https address (http on loopback only).</summary>
    public string Issuer { get; set; } = "";

    /// <summary>What its tokens state as <c>aud</c> when they are meant for this instance; compared exactly.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The algorithms its tokens may be signed with: one or more of RS256, PS256, ES256.</summary>
    public ImmutableArray<string> Algorithms { get; set; } = [];

    /// <summary>The <c>typ</c> its access tokens carry: <c>at+jwt</c> (RFC 9068, the default) or, for issuers that do not follow it, <c>JWT</c>.</summary>
    public ImmutableArray<string> TokenTypes { get; set; } = ["at+jwt"];

    /// <summary>Address of the key set, for an issuer without discovery; not together with <see cref="Discovery"/>.</summary>
    public string? Jwks { get; set; }

    /// <summary>Address of the discovery document; by default the issuer's address and <c>/.well-known/openid-configuration</c>.</summary>
    public string? Discovery { get; set; }

    /// <summary>Name or path of the claim that identifies the caller; <c>sub</c> by default.</summary>
    public string Subject { get; set; } = "sub";

    /// <summary>Where roles come from: a string or an array of strings; what is no role of <see cref="Identity.Role"/> is left out.</summary>
    public ClaimMapping? Role { get; set; }

    /// <summary>Where the region code comes from.</summary>
    public ClaimMapping? Region { get; set; }

    /// <summary>Where the department's id comes from.</summary>
    public ClaimMapping? Department { get; set; }

    /// <summary>Where the company's unified social credit code comes from.</summary>
    public ClaimMapping? CreditCode { get; set; }

    /// <summary>Where the display name comes from.</summary>
    public ClaimMapping? Name { get; set; }

    /// <summary>Where the channel comes from.</summary>
    public ClaimMapping? Channel { get; set; }
}
