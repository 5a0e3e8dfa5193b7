using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.LocalHost.Issuer;

/// <summary>The development issuer's RSA key for RS256; kept in the data folder, so that tokens outlive a restart.</summary>
internal sealed class SigningKey : IDisposable
{
    public const string Algorithm = "RS256";

    private const string FileName = "issuer-key.pem";
    private const int Bits = 2048;

    private readonly RSA _rsa;

    private SigningKey(RSA rsa)
    {
        _rsa = rsa;
        var key = rsa.ExportParameters(includePrivateParameters: false);
        var (n, e) = (Base64Url.EncodeToString(key.Modulus), Base64Url.EncodeToString(key.Exponent));

        // RFC 7638: the thumbprint of the key is its id.
        var thumbprint = SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"e":"{{e}}","kty":"RSA","n":"{{n}}"}"""));
        Jwk = new RsaJwk("RSA", "sig", Algorithm, Base64Url.EncodeToString(thumbprint), n, e);
    }

    /// <summary>The public key.</summary>
    public RsaJwk Jwk { get; }

    /// <summary>Reads the key of the data folder, or makes and keeps a new one; without a folder it lives as long as this run.</summary>
    public static SigningKey Open(string? dataFolder)
    {
        var rsa = RSA.Create(Bits);
        if (dataFolder is null)
        {
            return new SigningKey(rsa);
        }

        var path = Path.Combine(dataFolder, FileName);
        if (File.Exists(path))
        {
            rsa.ImportFromPem(File.ReadAllText(path));
        }
        else
        {
            Directory.CreateDirectory(dataFolder);
            WritePrivately(path, rsa.ExportPkcs8PrivateKeyPem());
        }

        return new SigningKey(rsa);
    }

    /// <summary>Signs as RFC 7518 §3.3 says.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        // The key object may not be used by two threads at once.
        lock (_rsa)
        {
            return _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    public void Dispose() => _rsa.Dispose();

    // Only the owner may read it.
    private static void WritePrivately(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}

/// <summary>A public RSA key in a JWK set (RFC 7518 §6.3).</summary>
internal sealed record RsaJwk(string Kty, string Use, string Alg, string Kid, string N, string E);
