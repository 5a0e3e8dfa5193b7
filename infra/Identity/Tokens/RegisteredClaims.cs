using System.Text.Json;

namespace Marketplace.Identity.Tokens;

/// <summary>The form of the claims of RFC 7519 section 4.1 that a token is judged by; the library would read texts as dates, and numbers as texts.</summary>
internal static class RegisteredClaims
{
    // 9999-12-31: what is later is no date, and infinities end here too.
    private const double LastSecond = 253_402_300_799;

    /// <summary>The issuer; null when <c>iss</c>, <c>aud</c> or <c>exp</c> is missing, or one of these, <c>nbf</c> or <c>iat</c> has the wrong type.</summary>
    public static string? ReadIssuer(JsonElement payload)
    {
        var isWellFormed = payload.TryGetProperty("aud"u8, out var audience) && IsAudience(audience)
            && payload.TryGetProperty("exp"u8, out _) && IsDateOrAbsent(payload, "exp"u8)
            && IsDateOrAbsent(payload, "nbf"u8) && IsDateOrAbsent(payload, "iat"u8);
        return isWellFormed && payload.TryGetProperty("iss"u8, out var iss) && iss.TryGetText(out var issuer) ? issuer : null;
    }

    private static bool IsAudience(JsonElement audience)
    {
        if (audience.ValueKind != JsonValueKind.Array)
        {
            return audience.TryGetText(out _);
        }

        foreach (var one in audience.EnumerateArray())
        {
            if (!one.TryGetText(out _))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDateOrAbsent(JsonElement payload, ReadOnlySpan<byte> name) =>
        !payload.TryGetProperty(name, out var value)
        || (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= LastSecond);
}
