using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Identity.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Identity.Keys;

/// <summary>One public key of a JSON Web Key Set (RFC 7517 section 4, RFC 7518 section 6) that is fit for use here.</summary>
/// <param name="Key">RSA of 2048 to 8192 bits, or P-256, with its <c>kid</c>. Safe for use by many threads.</param>
/// <param name="Algorithm">The one algorithm the key names, if it names one.</param>
internal sealed record PublishedKey(SecurityKey Key, string? Algorithm)
{
    private const int MinModulusBytes = 2048 / 8;
    private const int MaxModulusBytes = 8192 / 8;
    private const int CoordinateBytes = 32;

    /// <summary>Members that say something by being there; the library takes null and an empty list for absence.</summary>
    private static readonly string[] NeverEmpty = ["alg", "use", "key_ops", "d", "k"];

    /// <summary>Whether the key's type and what it says of itself allow <paramref name="algorithm"/>.</summary>
    public bool Supports(string algorithm) => (Algorithm is null || Algorithm == algorithm) && Key.IsSupportedAlgorithm(algorithm);

    /// <summary>The key, or null when it has no id, is for something else, is of another type or size, or is not a public key.</summary>
    public static PublishedKey? Read(JsonElement json)
    {
        try
        {
            // Read one by one, since the library refuses a whole set for one key that it cannot read.
            return json.ValueKind == JsonValueKind.Object && !NeverEmpty.Any(name => json.TryGetProperty(name, out var value) && IsEmpty(value))
                ? Read(new JsonWebKey(json.GetRawText()))
                : null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or CryptographicException)
        {
            // A member of the wrong type, or numbers that are no key, such as a point off the curve.
            return null;
        }
    }

    private static PublishedKey? Read(JsonWebKey jwk)
    {
        var isForSignatures = jwk.Use is null or JsonWebKeyUseNames.Sig && (jwk.KeyOps.Count == 0 || jwk.KeyOps.Contains("verify"));
        // With d or k it is a private or symmetric key: once published, it belongs to everybody.
        if (string.IsNullOrEmpty(jwk.Kid) || !isForSignatures || jwk.D is not null || jwk.K is not null)
        {
            return null;
        }

        // Made from the numbers that were checked: the library would prefer a certificate the key brings along.
        SecurityKey? key = jwk.Kty switch
        {
            JsonWebAlgorithmsKeyTypes.RSA => ReadRsa(jwk),
            JsonWebAlgorithmsKeyTypes.EllipticCurve => ReadEc(jwk),
            _ => null,
        };
        if (key is null || (jwk.Alg is not null && !(SignatureAlgorithms.IsAccepted(jwk.Alg) && key.IsSupportedAlgorithm(jwk.Alg))))
        {
            return null;
        }

        key.KeyId = jwk.Kid;
        return new(key, jwk.Alg);
    }

    private static RsaSecurityKey? ReadRsa(JsonWebKey jwk) =>
        Number(jwk.N) is { Length: >= MinModulusBytes and <= MaxModulusBytes } modulus && !IsShort(modulus) && modulus[^1] % 2 == 1
        && Number(jwk.E) is { Length: >= 3 and <= 8 } exponent && exponent[^1] % 2 == 1
            ? new(new RSAParameters { Modulus = modulus, Exponent = exponent })
            : null;

    private static ECDsaSecurityKey? ReadEc(JsonWebKey jwk) =>
        jwk.Crv == JsonWebKeyECTypes.P256 && Bytes(jwk.X) is { Length: CoordinateBytes } x && Bytes(jwk.Y) is { Length: CoordinateBytes } y
            ? new(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } }))
            : null;

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    private static bool IsShort(byte[] modulus) => modulus.Length == MinModulusBytes && modulus[0] < 0x80;

    private static byte[]? Bytes(string? text) => text is null ? null : CanonicalBase64Url.Decode(text);

    /// <summary>A Base64urlUInt without leading zeros (RFC 7518 section 2).</summary>
    private static byte[]? Number(string? text) => Bytes(text) is [not 0, ..] number ? number : null;
}
