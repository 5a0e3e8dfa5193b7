using System.Text.Json;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Keys;

namespace Marketplace.Identity.Tokens;

/// <summary>A configured issuer: its keys, and what makes a token it signed good here.</summary>
internal sealed class TrustedIssuer(IssuerOptions options, IssuerKeys keys)
{
    private readonly SignatureAlgorithm?[] _algorithms = [.. options.Algorithms.Select(SignatureAlgorithms.Named)];
    private readonly CallerReader _reader = new(options);

    /// <summary>The issuer's keys.</summary>
    public IssuerKeys Keys { get; } = keys;

    /// <summary>Whether its tokens may be signed with <paramref name="algorithm"/>.</summary>
    public bool Allows(SignatureAlgorithm algorithm) => Array.IndexOf(_algorithms, algorithm) >= 0;

    /// <summary>Judges a token whose signature is right.</summary>
    public TokenResult Judge(JoseHeader header, in RegisteredClaims claims, JsonElement payload, DateTimeOffset now)
    {
        if (!options.TokenTypes.Contains(header.Type, StringComparer.OrdinalIgnoreCase))
        {
            return TokenResult.Refused(TokenRefusal.WrongTokenType);
        }

        if (!claims.IsFor(options.Audience))
        {
            return TokenResult.Refused(TokenRefusal.WrongAudience);
        }

        if (claims.JudgeTimes(now) is { } refusal)
        {
            return TokenResult.Refused(refusal);
        }

        return _reader.TryRead(payload, out var caller) ? TokenResult.Accepted(caller) : TokenResult.Refused(TokenRefusal.InvalidClaim);
    }
}
