using System.Text.Json;

namespace Marketplace.Identity.Tokens;

/// <summary>What is read of a JOSE header (RFC 7515 section 4) before the token is verified: how it says it is signed, never with what.</summary>
/// <param name="Algorithm">As stated, so perhaps <c>none</c>.</param>
/// <param name="KeyId">1–256 characters.</param>
internal sealed record JoseHeader(string Algorithm, string KeyId)
{
    private const int MaxKeyIdLength = 256;

    /// <summary>Reads the decoded header.</summary>
    public static TokenRefusal? TryRead(ReadOnlyMemory<byte> utf8, out JoseHeader? header)
    {
        header = null;
        if (!StrictJson.TryParseObject(utf8, out var document))
        {
            return TokenRefusal.InvalidHeader;
        }

        using (document)
        {
            return TryRead(document.RootElement, out header);
        }
    }

    private static TokenRefusal? TryRead(JsonElement members, out JoseHeader? header)
    {
        header = null;
        string? algorithm = null, keyId = null;
        foreach (var member in members.EnumerateObject())
        {
            if (IsForbidden(member))
            {
                return TokenRefusal.ForbiddenHeader;
            }

            var readable = member.NameEquals("alg"u8) ? member.Value.TryGetText(out algorithm)
                : member.NameEquals("kid"u8) ? member.Value.TryGetText(out keyId)
                : !member.NameEquals("typ"u8) || member.Value.TryGetText(out _);
            if (!readable)
            {
                return TokenRefusal.InvalidHeader;
            }
        }

        if (algorithm is null || keyId is not { Length: > 0 and <= MaxKeyIdLength })
        {
            return TokenRefusal.InvalidHeader;
        }

        header = new(algorithm, keyId);
        return null;
    }

    /// <summary>Extensions that change what is verified, encryption, and keys brought along (RFC 8725 sections 3.10 and 3.1).</summary>
    private static bool IsForbidden(JsonProperty member) =>
        member.NameEquals("crit"u8) || member.NameEquals("b64"u8) || member.NameEquals("enc"u8) || member.NameEquals("zip"u8)
        || member.NameEquals("jwk"u8) || member.NameEquals("jku"u8) || member.NameEquals("x5u"u8) || member.NameEquals("x5c"u8);
}
