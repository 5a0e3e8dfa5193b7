using Marketplace.Identity.Tokens;

namespace Marketplace.Identity.Keys;

/// <summary>A key, or why there is none.</summary>
internal readonly record struct KeyLookup(VerificationKey? Key, TokenRefusal? Refusal)
{
    public static KeyLookup Found(VerificationKey key) => new(key, null);

    public static KeyLookup Missing(TokenRefusal refusal) => new(null, refusal);
}
