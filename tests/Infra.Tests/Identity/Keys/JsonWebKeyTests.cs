using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Identity.Keys;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Infra.Tests.Identity.Keys;

/// <summary>Which published keys are used.</summary>
public sealed class JsonWebKeyTests
{
    [Fact]
    public void A_plain_key_is_used_for_what_its_type_allows()
    {
        var keys = Read(TokenTestBed.Rsa.Jwk(), TokenTestBed.Ec.Jwk());
        Assert.Equal(2, keys.Count);
        Assert.NotNull(keys.Find("rsa-1", "RS256"));
        Assert.NotNull(keys.Find("rsa-1", "PS256"));
        Assert.Null(keys.Find("rsa-1", "ES256"));
        Assert.NotNull(keys.Find("ec-1", "ES256"));
        Assert.Null(keys.Find("ec-1", "RS256"));
        Assert.Null(keys.Find("rsa-2", "RS256"));
    }

    [Fact]
    public void A_key_that_names_its_algorithm_is_used_for_no_other()
    {
        var keys = Read(With(TokenTestBed.Rsa.Jwk(), "alg", "PS256"));
        Assert.NotNull(keys.Find("rsa-1", "PS256"));
        Assert.Null(keys.Find("rsa-1", "RS256"));
    }

    [Fact]
    public void Two_types_may_share_an_id()
    {
        var keys = Read(With(TokenTestBed.Rsa.Jwk(), "kid", "one"), With(TokenTestBed.Ec.Jwk(), "kid", "one"));
        Assert.IsType<RsaSecurityKey>(keys.Find("one", "RS256"));
        Assert.IsType<ECDsaSecurityKey>(keys.Find("one", "ES256"));
    }

    /// <summary>The library by itself would take the certificate's key rather than the numbers whose size is checked.</summary>
    [Fact]
    public void A_certificate_brought_along_is_not_used()
    {
        var jwk = TokenTestBed.Rsa.Jwk();
        using var other = RSA.Create(1024);
        using var certificate = new CertificateRequest("CN=other", other, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        jwk["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData));
        var key = Assert.IsType<RsaSecurityKey>(Read(jwk).Find("rsa-1", "RS256"));
        Assert.Equal(2048, key.KeySize);
    }

    [Fact]
    public void Unfit_keys_do_not_spoil_the_others()
    {
        var keys = Read(With(TokenTestBed.Rsa.Jwk(), "kid", null), new JsonObject { ["kty"] = "OKP", ["kid"] = "o", ["crv"] = "Ed25519", ["x"] = "AA" },
            new JsonObject { ["kty"] = 1, ["use"] = new JsonArray(1) }, TokenTestBed.Ec.Jwk());
        Assert.Equal(1, keys.Count);
    }

    public static TheoryData<string, string, string?> Unfit => new()
    {
        { "rsa", "kid", null },
        { "rsa", "kid", "\"\"" },
        { "rsa", "kid", "1" },
        { "rsa", "kty", null },
        { "rsa", "kty", "\"EC\"" },
        { "rsa", "kty", "\"oct\"" },
        { "rsa", "use", "\"enc\"" },
        { "rsa", "use", "1" },
        { "rsa", "key_ops", "[\"encrypt\"]" },
        { "rsa", "key_ops", "\"verify\"" },
        { "rsa", "key_ops", "[1]" },
        { "rsa", "key_ops", "[]" },
        { "rsa", "key_ops", "null" },
        { "rsa", "use", "null" },
        { "rsa", "d", "null" },
        { "rsa", "alg", "\"ES256\"" },
        { "rsa", "alg", "\"RS512\"" },
        { "rsa", "alg", "\"RSA-OAEP\"" },
        { "rsa", "alg", "null" },
        { "rsa", "d", "\"AQAB\"" },
        { "rsa", "k", "\"AQAB\"" },
        { "rsa", "n", null },
        { "rsa", "n", "\"AQAB\"" },
        { "rsa", "n", "\"!\"" },
        { "rsa", "n", "\"é\"" },
        { "rsa", "e", null },
        { "rsa", "e", "\"\"" },
        { "rsa", "e", "\"AQ\"" },
        { "rsa", "e", "\"Aw\"" },
        { "rsa", "e", "\"AQAA\"" },
        { "rsa", "e", "\"AAEAAQ\"" },
        { "rsa", "e", "\"AQAB=\"" },
        { "rsa", "e", "\"\\ud800\"" },
        { "ec", "crv", "\"P-384\"" },
        { "ec", "crv", "\"secp256k1\"" },
        { "ec", "crv", null },
        { "ec", "alg", "\"ES384\"" },
        { "ec", "alg", "\"RS256\"" },
        { "ec", "x", null },
        { "ec", "x", "\"AQAB\"" },
        { "ec", "d", "\"AQAB\"" },
        { "ec", "kty", "\"RSA\"" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void Keys_for_something_else_are_not_used(string type, string member, string? json)
    {
        var jwk = (type == "rsa" ? TokenTestBed.Rsa : TokenTestBed.Ec).Jwk();
        Assert.Equal(1, Read(jwk).Count);
        jwk.Remove(member);
        var text = jwk.ToJsonString();
        text = json is null ? text : text[..^1] + $",\"{member}\":{json}}}";
        Assert.Equal(0, KeySet.Parse(Encoding.UTF8.GetBytes($"{{\"keys\":[{text}]}}")).Count);
    }

    [Theory]
    [InlineData(1024, 0)]
    [InlineData(2040, 0)]
    [InlineData(2048, 1)]
    [InlineData(3072, 1)]
    public void Rsa_keys_have_at_least_2048_bits(int bits, int expected)
    {
        using var key = TestKey.Rsa("sized", bits: bits);
        Assert.Equal(expected, Read(key.Jwk()).Count);
    }

    [Fact]
    public void An_even_modulus_is_no_key()
    {
        var jwk = TokenTestBed.Rsa.Jwk();
        var modulus = Base64Url.DecodeFromChars((string)jwk["n"]!);
        modulus[^1] &= 0xFE;
        Assert.Equal(0, Read(With(jwk, "n", Base64Url.EncodeToString(modulus))).Count);
    }

    [Fact]
    public void Numbers_are_written_without_leading_zeros()
    {
        var jwk = TokenTestBed.Rsa.Jwk();
        byte[] padded = [0, .. Base64Url.DecodeFromChars((string)jwk["n"]!)];
        Assert.Equal(0, Read(With(jwk, "n", Base64Url.EncodeToString(padded))).Count);
    }

    [Fact]
    public void A_point_off_the_curve_is_no_key()
    {
        var jwk = TokenTestBed.Ec.Jwk();
        var y = Base64Url.DecodeFromChars((string)jwk["y"]!);
        y[^1] ^= 1;
        Assert.Equal(0, Read(With(jwk, "y", Base64Url.EncodeToString(y))).Count);
    }

    [Fact]
    public void Another_curves_key_is_not_used_even_if_it_says_P_256()
    {
        using var key = TestKey.Ec("p-384", ECCurve.NamedCurves.nistP384);
        Assert.Equal(0, Read(key.Jwk()).Count);
        Assert.Equal(0, Read(With(key.Jwk(), "crv", "P-256")).Count);
    }

    [Fact]
    public async Task One_key_verifies_on_many_threads_at_once()
    {
        await using var bed = new TokenTestBed();
        foreach (var key in new[] { TokenTestBed.Rsa, TokenTestBed.Ec })
        {
            var token = bed.Good.Sign(key);
            var results = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => bed.ValidateAsync(token))));
            Assert.All(results, static result => Assert.True(result.IsAccepted));
        }
    }

    private static JsonObject With(JsonObject jwk, string member, string? value)
    {
        jwk.Remove(member);
        if (value is not null)
        {
            jwk[member] = value;
        }

        return jwk;
    }

    private static KeySet Read(params JsonObject[] keys) =>
        KeySet.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString()));
}
