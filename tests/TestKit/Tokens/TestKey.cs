using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Marketplace.TestKit.Tokens;

/// <summary>A key pair that test tokens are signed with.</summary>
public sealed class TestKey : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;

    private TestKey(string id, string algorithm, RSA? rsa, ECDsa? ec) => (Id, Algorithm, _rsa, _ec) = (id, algorithm, rsa, ec);

    /// <summary>The <c>kid</c>.</summary>
    public string Id { get; }

    /// <summary>The algorithm it signs with unless told otherwise.</summary>
    public string Algorithm { get; }

    public static TestKey Rsa(string id, string algorithm = "RS256", int bits = 2048) => new(id, algorithm, RSA.Create(bits), null);

    public static TestKey Ec(string id) => Ec(id, ECCurve.NamedCurves.nistP256);

    public static TestKey Ec(string id, ECCurve curve) => new(id, "ES256", null, ECDsa.Create(curve));

    /// <summary>The same key pair under another id or algorithm.</summary>
    public TestKey As(string id, string? algorithm = null) => new(id, algorithm ?? Algorithm, _rsa, _ec);

    /// <summary>The public key as a JSON Web Key, without <c>alg</c>.</summary>
    public JsonObject Jwk()
    {
        if (_rsa is not null)
        {
            var parameters = _rsa.ExportParameters(false);
            return new() { ["kty"] = "RSA", ["kid"] = Id, ["use"] = "sig", ["n"] = Text(parameters.Modulus), ["e"] = Text(parameters.Exponent) };
        }

        var point = _ec!.ExportParameters(false);
        return new() { ["kty"] = "EC", ["kid"] = Id, ["use"] = "sig", ["crv"] = $"P-{_ec.KeySize}", ["x"] = Text(point.Q.X), ["y"] = Text(point.Q.Y) };
    }

    /// <summary>The signature over <paramref name="input"/>; an unknown algorithm gives an empty one.</summary>
    public byte[] Sign(byte[] input, string algorithm) => algorithm switch
    {
        "RS256" => _rsa!.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "RS512" => _rsa!.SignData(input, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        "PS256" => _rsa!.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "ES256" => _ec!.SignData(input, HashAlgorithmName.SHA256),
        _ => [],
    };

    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }

    private static string Text(byte[]? bytes) => Base64Url.EncodeToString(bytes);
}
