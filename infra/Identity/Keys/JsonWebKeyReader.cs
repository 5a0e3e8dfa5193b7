using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Identity.Tokens;

namespace Marketplace.Identity.Keys;

/// <summary>Reads one public key of a JSON Web Key Set (RFC 7517 section 4, RFC 7518 section 6); what is not fit for use is no key.</summary>
internal static class JsonWebKeyReader
{
    private const int MinModulusBytes = 2048 / 8;
    private const int MaxModulusBytes = 8192 / 8;
    private const int CoordinateBytes = 32;

    /// <summary>The key, or null when it has no id, is for something else, is of another type or size, or is not a public key.</summary>
    public static VerificationKey? Read(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object || Text(jwk, "kid") is not { Length: > 0 } id || !IsForSignatures(jwk) || IsSecret(jwk))
        {
            return null;
        }

        try
        {
            return Text(jwk, "kty") switch
            {
                "RSA" => ReadRsa(id, jwk),
                "EC" => ReadEc(id, jwk),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            // Numbers that are no key, such as a point off the curve.
            return null;
        }
    }

    private static RsaVerificationKey? ReadRsa(string id, JsonElement jwk)
    {
        if (!TryGetAlgorithm(jwk, out var only) || only == SignatureAlgorithm.ES256
            || Number(jwk, "n") is not { Length: >= MinModulusBytes and <= MaxModulusBytes } modulus || IsShort(modulus) || modulus[^1] % 2 == 0
            || Number(jwk, "e") is not { Length: >= 3 and <= 8 } exponent || exponent[^1] % 2 == 0)
        {
            return null;
        }

        return new RsaVerificationKey(id, new RSAParameters { Modulus = modulus, Exponent = exponent }, only);
    }

    private static EcVerificationKey? ReadEc(string id, JsonElement jwk)
    {
        if (!TryGetAlgorithm(jwk, out var only) || only is not (null or SignatureAlgorithm.ES256) || Text(jwk, "crv") != "P-256"
            || Bytes(jwk, "x") is not { Length: CoordinateBytes } x || Bytes(jwk, "y") is not { Length: CoordinateBytes } y)
        {
            return null;
        }

        return new EcVerificationKey(id, new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
    }

    private static bool IsShort(byte[] modulus) => modulus.Length == MinModulusBytes && modulus[0] < 0x80;

    private static bool IsForSignatures(JsonElement jwk)
    {
        if (jwk.TryGetProperty("use"u8, out var use) && !(use.ValueKind == JsonValueKind.String && use.ValueEquals("sig"u8)))
        {
            return false;
        }

        return !jwk.TryGetProperty("key_ops"u8, out var operations)
            || (operations.ValueKind == JsonValueKind.Array
                && operations.EnumerateArray().Any(static one => one.ValueKind == JsonValueKind.String && one.ValueEquals("verify"u8)));
    }

    /// <summary>A private or symmetric key that is published belongs to everybody.</summary>
    private static bool IsSecret(JsonElement jwk) => jwk.TryGetProperty("d"u8, out _) || jwk.TryGetProperty("k"u8, out _);

    /// <summary>The one algorithm the key names; false when it names one that is not accepted here.</summary>
    private static bool TryGetAlgorithm(JsonElement jwk, out SignatureAlgorithm? only)
    {
        only = null;
        return !jwk.TryGetProperty("alg"u8, out var value) || (value.TryGetText(out var name) && (only = SignatureAlgorithms.Named(name)) is not null);
    }

    private static string? Text(JsonElement jwk, string name) => jwk.TryGetProperty(name, out var value) && value.TryGetText(out var text) ? text : null;

    private static byte[]? Bytes(JsonElement jwk, string name) => Text(jwk, name) is { } text ? CanonicalBase64Url.Decode(text) : null;

    /// <summary>A Base64urlUInt without leading zeros (RFC 7518 section 2).</summary>
    private static byte[]? Number(JsonElement jwk, string name) => Bytes(jwk, name) is [not 0, ..] number ? number : null;
}
