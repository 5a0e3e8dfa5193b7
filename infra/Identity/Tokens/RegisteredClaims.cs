using System.Text.Json;

namespace Marketplace.Identity.Tokens;

/// <summary>The claims of RFC 7519 section 4.1 that decide whether a token is good here and now.</summary>
/// <param name="Issuer"><c>iss</c>.</param>
/// <param name="Audience"><c>aud</c>: a string or an array of strings.</param>
/// <param name="Expires"><c>exp</c>, seconds since 1970, required.</param>
/// <param name="NotBefore"><c>nbf</c>.</param>
/// <param name="IssuedAt"><c>iat</c>.</param>
internal readonly record struct RegisteredClaims(string Issuer, JsonElement Audience, double Expires, double? NotBefore, double? IssuedAt)
{
    /// <summary>How far an issuer's clock may be off, in seconds.</summary>
    public const double ClockSkewSeconds = 60;

    // 9999-12-31: what is later is no date, and infinities end here too.
    private const double LastSecond = 253_402_300_799;

    /// <summary>Reads the claims; false when one that is needed is missing or one has the wrong type.</summary>
    public static bool TryRead(JsonElement payload, out RegisteredClaims claims)
    {
        claims = default;
        if (!payload.TryGetProperty("iss"u8, out var iss) || !iss.TryGetText(out var issuer)
            || !payload.TryGetProperty("aud"u8, out var audience) || !IsAudience(audience)
            || !TryGetDate(payload, "exp"u8, out var expires) || expires is null
            || !TryGetDate(payload, "nbf"u8, out var notBefore)
            || !TryGetDate(payload, "iat"u8, out var issuedAt))
        {
            return false;
        }

        claims = new(issuer, audience, expires.Value, notBefore, issuedAt);
        return true;
    }

    /// <summary>Whether the token is for <paramref name="expected"/>, compared character by character.</summary>
    public bool IsFor(string expected)
    {
        if (Audience.ValueKind == JsonValueKind.String)
        {
            return Audience.ValueEquals(expected);
        }

        foreach (var one in Audience.EnumerateArray())
        {
            if (one.ValueEquals(expected))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Judges the times at an instant.</summary>
    public TokenRefusal? JudgeTimes(DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeMilliseconds() / 1000d;
        return seconds >= Expires + ClockSkewSeconds ? TokenRefusal.Expired
            : seconds < NotBefore - ClockSkewSeconds || seconds < IssuedAt - ClockSkewSeconds ? TokenRefusal.NotYetValid
            : null;
    }

    private static bool IsAudience(JsonElement audience)
    {
        if (audience.ValueKind != JsonValueKind.Array)
        {
            return audience.ValueKind == JsonValueKind.String;
        }

        foreach (var one in audience.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryGetDate(JsonElement payload, ReadOnlySpan<byte> name, out double? seconds)
    {
        seconds = null;
        if (!payload.TryGetProperty(name, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || number is not (>= 0 and <= LastSecond))
        {
            return false;
        }

        seconds = number;
        return true;
    }
}
