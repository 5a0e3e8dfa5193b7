using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Identity.Tokens;

/// <summary>A caller, or the reason for refusing the token.</summary>
public readonly record struct TokenResult
{
    private TokenResult(Caller? caller, TokenRefusal? refusal) => (Caller, Refusal) = (caller, refusal);

    /// <summary>Who calls; null when refused.</summary>
    public Caller? Caller { get; }

    /// <summary>Why the token was refused, for the log alone: clients see one code for all reasons. Null when accepted.</summary>
    public TokenRefusal? Refusal { get; }

    /// <summary>Whether the token was accepted.</summary>
    [MemberNotNullWhen(true, nameof(Caller))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsAccepted => Caller is not null;

    /// <summary>
    /// Whether the token could not be judged because its issuer's keys cannot be had at present. The token may be good, so the
    /// answer is 503, not 401, lest clients throw it away.
    /// </summary>
    public bool IsOutage => Refusal is TokenRefusal.KeysUnavailable;

    /// <summary>The token is good.</summary>
    public static TokenResult Accepted(Caller caller) => new(caller, null);

    /// <summary>The token is refused.</summary>
    public static TokenResult Refused(TokenRefusal refusal) => new(null, refusal);
}
