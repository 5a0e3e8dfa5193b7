using System.Text.Json;

namespace Marketplace.Identity.Tokens;

/// <summary>What this validator reads of a JOSE header (RFC 7515 section 4): how the token says it is signed, never with what.</summary>
/// <param name="Algorithm">Null for an algorithm nobody may be configured with, such as <c>none</c> or an HMAC.</param>
/// <param name="KeyId">1–256 characters.</param>
/// <param name="Type">The media type without <c>application/</c>; empty when the header names none.</param>
internal sealed record JoseHeader(SignatureAlgorithm? Algorithm, string KeyId, string Type)
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
        string? algorithm = null, keyId = null, type = "";
        foreach (var member in members.EnumerateObject())
        {
            if (IsForbidden(member))
            {
                return TokenRefusal.ForbiddenHeader;
            }

            var readable = member.NameEquals("alg"u8) ? member.Value.TryGetText(out algorithm)
                : member.NameEquals("kid"u8) ? member.Value.TryGetText(out keyId)
                : !member.NameEquals("typ"u8) || member.Value.TryGetText(out type);
            if (!readable)
            {
                return TokenRefusal.InvalidHeader;
            }
        }

        if (algorithm is null || keyId is not { Length: > 0 and <= MaxKeyIdLength })
        {
            return TokenRefusal.InvalidHeader;
        }

        header = new(SignatureAlgorithms.Named(algorithm), keyId, WithoutPrefix(type!));
        return null;
    }

    /// <summary>Extensions that change what is verified, encryption, and keys brought along (RFC 8725 sections 3.10 and 3.1).</summary>
    private static bool IsForbidden(JsonProperty member) =>
        member.NameEquals("crit"u8) || member.NameEquals("b64"u8) || member.NameEquals("enc"u8) || member.NameEquals("zip"u8)
        || member.NameEquals("jwk"u8) || member.NameEquals("jku"u8) || member.NameEquals("x5u"u8) || member.NameEquals("x5c"u8);

    /// <summary>RFC 7515 section 4.1.9: a type without a slash stands for <c>application/</c> and that type.</summary>
    private static string WithoutPrefix(string type)
    {
        const string prefix = "application/";
        return type.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && type.LastIndexOf('/') == prefix.Length - 1 ? type[prefix.Length..] : type;
    }
}
