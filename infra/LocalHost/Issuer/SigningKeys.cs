using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.LocalHost.Issuer;

/// <summary>The development issuer's two keys, RSA for RS256 and P-256 for ES256; kept in the data folder, so that tokens outlive a restart.</summary>
internal sealed class SigningKeys : IDisposable
{
    public const string Rs256 = "RS256";
    public const string Es256 = "ES256";

    private const string FileName = "issuer-keys.json";
    private const int RsaBits = 2048;

    private readonly RSA _rsa;
    private readonly ECDsa _elliptic;

    private SigningKeys(RSA rsa, ECDsa elliptic)
    {
        _rsa = rsa;
        _elliptic = elliptic;
        RsaJwk = JwkOf(rsa);
        EllipticJwk = JwkOf(elliptic);
    }

    /// <summary>The public RSA key.</summary>
    public RsaJwk RsaJwk { get; }

    /// <summary>The public elliptic-curve key.</summary>
    public EllipticJwk EllipticJwk { get; }

    /// <summary>Reads the keys of the data folder, or makes and keeps new ones; without a folder they live as long as this run.</summary>
    public static SigningKeys Open(string? dataFolder)
    {
        var path = dataFolder is null ? null : Path.Combine(dataFolder, FileName);
        if (path is not null && File.Exists(path) && JsonSerializer.Deserialize(File.ReadAllText(path), SigningKeyJson.Default.SigningKeyFile) is { } kept)
        {
            return Import(kept);
        }

        var keys = new SigningKeys(RSA.Create(RsaBits), ECDsa.Create(ECCurve.NamedCurves.nistP256));
        if (path is not null)
        {
            var file = new SigningKeyFile(keys._rsa.ExportPkcs8PrivateKey(), keys._elliptic.ExportPkcs8PrivateKey());
            PrivateFile.Write(path, JsonSerializer.Serialize(file, SigningKeyJson.Default.SigningKeyFile));
        }

        return keys;
    }

    /// <summary>The id of the key an algorithm uses: its RFC 7638 thumbprint.</summary>
    public string KeyId(string algorithm) => algorithm == Es256 ? EllipticJwk.Kid : RsaJwk.Kid;

    /// <summary>Signs as RFC 7518 §3.3 (RS256) and §3.4 (ES256, both halves concatenated) say.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data, string algorithm)
    {
        // Neither key object may be used by two threads at once.
        lock (_rsa)
        {
            return algorithm == Es256
                ? _elliptic.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
                : _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _elliptic.Dispose();
    }

    private static SigningKeys Import(SigningKeyFile file)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(file.Rsa, out _);
        var elliptic = ECDsa.Create();
        elliptic.ImportPkcs8PrivateKey(file.Elliptic, out _);
        return new SigningKeys(rsa, elliptic);
    }

    private static RsaJwk JwkOf(RSA rsa)
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        var (n, e) = (Base64Url.EncodeToString(key.Modulus), Base64Url.EncodeToString(key.Exponent));
        return new RsaJwk("RSA", "sig", Rs256, Thumbprint($$"""{"e":"{{e}}","kty":"RSA","n":"{{n}}"}"""), n, e);
    }

    private static EllipticJwk JwkOf(ECDsa elliptic)
    {
        var point = elliptic.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        return new EllipticJwk("EC", "sig", Es256, Thumbprint($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""), "P-256", x, y);
    }

    private static string Thumbprint(string canonical) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
}

/// <summary>The private keys as kept on disk: PKCS#8, base64.</summary>
internal sealed record SigningKeyFile(byte[] Rsa, byte[] Elliptic);

/// <summary>A public RSA key in a JWK set (RFC 7518 §6.3).</summary>
internal sealed record RsaJwk(string Kty, string Use, string Alg, string Kid, string N, string E);

/// <summary>A public elliptic-curve key in a JWK set (RFC 7518 §6.2).</summary>
internal sealed record EllipticJwk(string Kty, string Use, string Alg, string Kid, string Crv, string X, string Y);

/// <summary>Source-generated JSON of the key file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SigningKeyFile))]
internal sealed partial class SigningKeyJson : JsonSerializerContext;
