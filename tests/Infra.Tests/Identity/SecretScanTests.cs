using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity;

public sealed class SecretScanTests
{
    [Theory]
    [InlineData("Authorization: Bearer abcdefgh12345678", "authorization header")]
    [InlineData("PUT /c/b?sv=2021&sig=abcdEFGH1234%2Fabcdefgh%3D", "shared access signature")]
    [InlineData("{\"url\":\"http://h/c/b?sv=2021\\u0026sig=abcdEFGH1234%2Fabcdefgh%3D\"}", "shared access signature")]
    [InlineData("next=http%3A%2F%2Fh%2Fc%2Fb%3Fsv%3D2021%26sig%3DabcdEFGH1234%252Fabcdefgh", "shared access signature")]
    [InlineData("AccountName=a;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu", "account key")]
    [InlineData("Authorization: SharedKey account:abcdefgh=", "authorization header")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----", "private key")]
    [InlineData("call 13800138000 today", "mobile number")]
    [InlineData("from someone@example.gov.cn", "mail address")]
    public void What_must_not_be_logged_is_found(string line, string kind)
    {
        var found = SecretScan.Find(["clean", line]);
        Assert.Contains(found, text => text.StartsWith(kind, StringComparison.Ordinal) && text.EndsWith("in line 2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_real_token_and_a_known_value_are_found()
    {
        var token = TestToken.Sign("""{"alg":"ES256","kid":"ec-1"}""", """{"sub":"someone"}""", TokenTestBed.Ec);
        Assert.StartsWith("token", Assert.Single(SecretScan.Find([$"got {token}"])), StringComparison.Ordinal);
        Assert.StartsWith("known value", Assert.Single(SecretScan.Find(["张三 looked"], "张三")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-21T08:00:00Z info Refused a token: Expired (trace 4bf92f3577b34da6a3ce929d0e0e4736)")]
    [InlineData("GET /api/listings?q=13800 200 in 12 ms, ticks 638678880000000000")]
    [InlineData("Fetched 2 keys of https://login.example.gov.cn/realms/gov")]
    public void A_clean_line_is_clean(string line) => Assert.Empty(SecretScan.Find([line]));
}
