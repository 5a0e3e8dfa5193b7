using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity.Tokens;

/// <summary>Headers that must not be believed, over payloads and signatures that are right.</summary>
public sealed class HostileHeaderTests : IAsyncDisposable
{
    private const string Header = """{"alg":"RS256","kid":"rsa-1","typ":"at+jwt"}""";

    private readonly TokenTestBed _bed = new();

    private string Payload => _bed.Good.Claims.ToJsonString();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    public async Task The_plain_token_of_this_table_is_good() => await _bed.AcceptAsync(TestToken.Sign(Header, Payload, TokenTestBed.Rsa));

    [Theory]
    [InlineData("""{"alg":"none","kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.ForbiddenAlgorithm)]
    [InlineData("""{"alg":"None","kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.ForbiddenAlgorithm)]
    [InlineData("""{"alg":"rs256","kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.ForbiddenAlgorithm)]
    [InlineData("""{"alg":"HS256","kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.ForbiddenAlgorithm)]
    [InlineData("""{"alg":"RS512","kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.ForbiddenAlgorithm)]
    [InlineData("""{"alg":"RS1","kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.ForbiddenAlgorithm)]
    [InlineData("""{"alg":"ES256","kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.UnknownKey)]
    [InlineData("""{"alg":"RS256","kid":"ec-1","typ":"at+jwt"}""", TokenRefusal.UnknownKey)]
    [InlineData("""{"alg":"RS256","kid":"RSA-1","typ":"at+jwt"}""", TokenRefusal.UnknownKey)]
    [InlineData("""{"alg":"PS256","kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.WrongSignature)]
    [InlineData("""{"kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","typ":"at+jwt"}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":"","typ":"at+jwt"}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":["RS256"],"kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":1,"typ":"at+jwt"}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":null,"typ":"at+jwt"}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":{}}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1"}""", TokenRefusal.WrongTokenType)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"JWT"}""", TokenRefusal.WrongTokenType)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"secevent+jwt"}""", TokenRefusal.WrongTokenType)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"text/at+jwt"}""", TokenRefusal.WrongTokenType)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","crit":["exp"]}""", TokenRefusal.ForbiddenHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","crit":[]}""", TokenRefusal.ForbiddenHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","b64":true}""", TokenRefusal.ForbiddenHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","jwk":{"kty":"RSA"}}""", TokenRefusal.ForbiddenHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","j\u0077k":{"kty":"RSA"}}""", TokenRefusal.ForbiddenHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","jku":"https://evil.example/keys"}""", TokenRefusal.ForbiddenHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","x5u":"https://evil.example/cert"}""", TokenRefusal.ForbiddenHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","x5c":[]}""", TokenRefusal.ForbiddenHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","zip":"DEF"}""", TokenRefusal.ForbiddenHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","enc":"A128GCM"}""", TokenRefusal.ForbiddenHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","cty":1}""", TokenRefusal.InvalidClaim)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","x5t":[]}""", TokenRefusal.InvalidClaim)]
    [InlineData("""{"alg":"none","alg":"RS256","kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","\u0061lg":"none","kid":"rsa-1","typ":"at+jwt"}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","x":{"a":1,"a":2}}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","x":[[[[[[[[]]]]]]]]}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt","\ud800":1}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":"\ud800","typ":"at+jwt"}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt",}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1",/**/"typ":"at+jwt"}""", TokenRefusal.InvalidHeader)]
    [InlineData("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt"}{}""", TokenRefusal.InvalidHeader)]
    [InlineData("""[{"alg":"RS256","kid":"rsa-1","typ":"at+jwt"}]""", TokenRefusal.InvalidHeader)]
    [InlineData("\uFEFF" + Header, TokenRefusal.InvalidHeader)]
    [InlineData("", TokenRefusal.Malformed)]
    [InlineData(" ", TokenRefusal.InvalidHeader)]
    [InlineData("null", TokenRefusal.InvalidHeader)]
    public async Task Headers_that_say_something_else_are_refused(string header, TokenRefusal expected) =>
        await _bed.RefuseAsync(expected, TestToken.Sign(header, Payload, TokenTestBed.Rsa));

    [Fact]
    public async Task The_public_key_is_no_shared_secret()
    {
        // The classic confusion: an HMAC with the published key as secret.
        var input =
            $"{Base64Url.EncodeToString("""{"alg":"HS256","kid":"rsa-1","typ":"at+jwt"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Payload))}";
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(TokenTestBed.Rsa.Jwk().ToJsonString()), Encoding.ASCII.GetBytes(input));
        await _bed.RefuseAsync(TokenRefusal.ForbiddenAlgorithm, $"{input}.{Base64Url.EncodeToString(mac)}");
    }

    [Fact]
    public async Task An_algorithm_the_issuer_is_not_configured_with_is_refused()
    {
        await using var strict = new TokenTestBed("ES256");
        await strict.AcceptAsync(strict.Good.Sign(TokenTestBed.Ec));
        await strict.RefuseAsync(TokenRefusal.ForbiddenAlgorithm, strict.Good.Sign(TokenTestBed.Rsa));
    }
}
