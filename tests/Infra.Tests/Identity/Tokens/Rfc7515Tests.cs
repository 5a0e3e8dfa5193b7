using System.Text;
using Marketplace.Identity.Keys;
using Marketplace.Identity.Tokens;

namespace Marketplace.Infra.Tests.Identity.Tokens;

/// <summary>The worked examples of RFC 7515, appendix A. They carry no <c>kid</c>, so signatures are checked below the header's rules.</summary>
public sealed class Rfc7515Tests
{
    private const string Payload = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private const string RsaKey = """
        {"keys":[{"kty":"RSA","kid":"a2","e":"AQAB",
        "n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"}]}
        """;

    private const string RsaSignature =
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    private const string EcKey = """
        {"keys":[{"kty":"EC","kid":"a3","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
        """;

    private const string EcSignature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    [Fact]
    public void A2_RS256_is_verified() => AssertVerified(RsaKey, "a2", "RS256", $"eyJhbGciOiJSUzI1NiJ9.{Payload}", RsaSignature);

    [Fact]
    public void A3_ES256_is_verified() => AssertVerified(EcKey, "a3", "ES256", $"eyJhbGciOiJFUzI1NiJ9.{Payload}", EcSignature);

    [Theory]
    [InlineData("A1_HS256",
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")]
    [InlineData("A2_RS256", $"eyJhbGciOiJSUzI1NiJ9.{Payload}.{RsaSignature}")]
    [InlineData("A5_none", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.")]
    public async Task Without_a_key_id_all_are_refused(string example, string token)
    {
        await using var bed = new TokenTestBed();
        Assert.NotEmpty(example);
        await bed.RefuseAsync(TokenRefusal.InvalidHeader, token);
    }

    private static void AssertVerified(string keys, string id, string algorithm, string input, string signature)
    {
        var key = KeySet.Parse(Encoding.UTF8.GetBytes(keys)).Find(id, algorithm);
        Assert.NotNull(key);
        var right = CanonicalBase64Url.Decode(signature)!;
        Assert.True(key.IsSignatureOf(algorithm, Encoding.ASCII.GetBytes(input), right));
        Assert.False(key.IsSignatureOf(algorithm, Encoding.ASCII.GetBytes(input + "A"), right));
        right[^1] ^= 1;
        Assert.False(key.IsSignatureOf(algorithm, Encoding.ASCII.GetBytes(input), right));
    }
}
