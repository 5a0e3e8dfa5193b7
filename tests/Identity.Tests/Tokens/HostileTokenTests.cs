using System.Buffers.Text;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.TestKit;

namespace Marketplace.Identity.Tests.Tokens;

/// <summary>Tokens that must not be believed. All are signed rightly unless the signature is the point.</summary>
public sealed class HostileTokenTests : IAsyncDisposable
{
    private const string Header = """{"alg":"RS256","kid":"rsa-1","typ":"at+jwt"}""";

    private readonly TokenTestBed bed = new();

    public ValueTask DisposeAsync() => bed.DisposeAsync();

    private string Payload => bed.Good.Claims.ToJsonString();

    [Fact]
    public async Task The_plain_token_of_this_table_is_good() => await bed.AcceptAsync(TestToken.Sign(Header, Payload, TokenTestBed.Rsa));

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
        await bed.RefuseAsync(expected, TestToken.Sign(header, Payload, TokenTestBed.Rsa));

    [Theory]
    [InlineData("sub", "someone", "someone-else")]
    [InlineData("iss", "https://evil.example", "https://evil.example")]
    [InlineData("role", "operator", "gov.user")]
    [InlineData("other", 1, 1)]
    public async Task A_claim_named_twice_is_refused(string claim, object first, object second)
    {
        var payload = bed.Good.With(claim, JsonValue.Create(first)).Claims.ToJsonString();
        foreach (var name in new[] { claim, "\\u00" + ((int)claim[0]).ToString("x2", null) + claim[1..] })
        {
            var twice = payload[..^1] + $",\"{name}\":{JsonSerializer.Serialize(second)}}}";
            await bed.RefuseAsync(TokenRefusal.InvalidPayload, TestToken.Sign(Header, twice, TokenTestBed.Rsa));
        }
    }

    [Theory]
    [InlineData("""{"a":{"b":1,"b":2}}""")]
    [InlineData("""[{"b":1,"b":2}]""")]
    [InlineData("""[[[[[[[[1]]]]]]]]""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("NaN")]
    [InlineData("01")]
    [InlineData("\"\u0001\"")]
    public async Task A_payload_with_something_odd_anywhere_is_refused(string odd) =>
        await bed.RefuseAsync(TokenRefusal.InvalidPayload, TestToken.Sign(Header, Payload[..^1] + ",\"x\":" + odd + "}", TokenTestBed.Rsa));

    [Fact]
    public async Task Invalid_utf8_is_refused()
    {
        byte[] payload = [.. Encoding.UTF8.GetBytes(Payload[..^1] + ",\"x\":\""), 0xC0, 0xAF, .. "\"}"u8];
        await bed.RefuseAsync(TokenRefusal.InvalidPayload, TestToken.Sign(Encoding.UTF8.GetBytes(Header), payload, TokenTestBed.Rsa));
        byte[] header = [.. Encoding.UTF8.GetBytes(Header[..^1] + ",\"x\":\""), 0xFF, .. "\"}"u8];
        await bed.RefuseAsync(TokenRefusal.InvalidHeader, TestToken.Sign(header, Encoding.UTF8.GetBytes(Payload), TokenTestBed.Rsa));
    }

    public static TheoryData<string, string?, TokenRefusal> Claims => new()
    {
        { "iss", null, TokenRefusal.InvalidPayload },
        { "iss", "1", TokenRefusal.InvalidPayload },
        { "iss", "[\"https://evil.example\"]", TokenRefusal.InvalidPayload },
        { "iss", "\"https://evil.example\"", TokenRefusal.UnknownIssuer },
        { "aud", null, TokenRefusal.InvalidPayload },
        { "aud", "{}", TokenRefusal.InvalidPayload },
        { "aud", "[1]", TokenRefusal.InvalidPayload },
        { "aud", "[[\"marketplace\"]]", TokenRefusal.InvalidPayload },
        { "aud", "[]", TokenRefusal.WrongAudience },
        { "aud", "\"Marketplace\"", TokenRefusal.WrongAudience },
        { "aud", "\"marketplace \"", TokenRefusal.WrongAudience },
        { "aud", "\"marketplace,another\"", TokenRefusal.WrongAudience },
        { "sub", null, TokenRefusal.InvalidClaim },
        { "sub", "1", TokenRefusal.InvalidClaim },
        { "sub", "\"\"", TokenRefusal.InvalidClaim },
        { "sub", "\"a\\nb\"", TokenRefusal.InvalidClaim },
        { "sub", "\"\\ud800\"", TokenRefusal.InvalidClaim },
        { "role", "1", TokenRefusal.InvalidClaim },
        { "role", "{\"operator\":true}", TokenRefusal.InvalidClaim },
        { "role", "[\"operator\",1]", TokenRefusal.InvalidClaim },
        { "role", "[[\"operator\"]]", TokenRefusal.InvalidClaim },
        { "region", "4401", TokenRefusal.InvalidClaim },
        { "region", "\"440\"", TokenRefusal.InvalidClaim },
        { "region", "\"٤٤\"", TokenRefusal.InvalidClaim },
        { "region", "[\"4401\"]", TokenRefusal.InvalidClaim },
        { "credit_code", "\"9144030071526726XH\"", TokenRefusal.InvalidClaim },
        { "channel", "\"a/b\"", TokenRefusal.InvalidClaim },
        { "name", "\"a\\u0000b\"", TokenRefusal.InvalidClaim },
        { "department", "true", TokenRefusal.InvalidClaim },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task Claims_that_are_not_what_they_should_be_are_refused(string claim, string? json, TokenRefusal expected)
    {
        var payload = bed.Good.With(claim, null).Claims.ToJsonString();
        payload = json is null ? payload : payload[..^1] + $",\"{claim}\":{json}}}";
        await bed.RefuseAsync(expected, TestToken.Sign(Header, payload, TokenTestBed.Rsa));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("....")]
    [InlineData("Bearer a.b.c")]
    [InlineData("{\"payload\":\"e30\",\"signatures\":[]}")]
    [InlineData("å.å.å")]
    public async Task What_is_no_compact_token_is_refused(string token) => await bed.RefuseAsync(TokenRefusal.Malformed, token);

    [Fact]
    public async Task Text_around_or_inside_a_good_token_is_refused()
    {
        var good = TestToken.Sign(Header, Payload, TokenTestBed.Rsa);
        foreach (var spoilt in new[] { " " + good, good + " ", good + "\n", good + "=", good + ".", "." + good, good.Replace(".", " .", StringComparison.Ordinal), good.Insert(5, "="), good.Insert(5, "\r\n"), good.Insert(5, "+") })
        {
            await bed.RefuseAsync(TokenRefusal.Malformed, spoilt);
        }
    }

    [Fact]
    public async Task Unused_bits_must_be_zero_in_every_part()
    {
        // Payloads of three lengths, so that each remainder of base64 occurs; the RSA signature always ends in one.
        var seen = 0;
        for (var length = 0; length < 3; length++)
        {
            var parts = bed.Good.With("x", new string('x', length)).Sign(TokenTestBed.Rsa).Split('.');
            for (var part = 0; part < 3; part++)
            {
                if (parts[part].Length % 4 == 0)
                {
                    continue;
                }

                var stray = parts.ToArray();
                stray[part] = WithStrayBit(parts[part]);
                await bed.RefuseAsync(TokenRefusal.Malformed, string.Join('.', stray));
                seen++;
            }
        }

        Assert.True(seen >= 5);
    }

    [Fact]
    public async Task Another_keys_signature_is_refused()
    {
        await bed.RefuseAsync(TokenRefusal.WrongSignature, bed.Good.Sign(TokenTestBed.OtherRsa.As("rsa-1")));
        using var otherEc = TestKey.Ec("ec-1");
        await bed.RefuseAsync(TokenRefusal.WrongSignature, bed.Good.Sign(otherEc));
    }

    [Fact]
    public async Task Signatures_of_other_lengths_are_refused()
    {
        foreach (var key in new[] { TokenTestBed.Rsa, TokenTestBed.Rsa.As("rsa-1", "PS256"), TokenTestBed.Ec })
        {
            var parts = bed.Good.Sign(key).Split('.');
            var signature = Base64Url.DecodeFromChars(parts[2]);
            foreach (var other in new byte[][] { [], [0, .. signature], [.. signature, 0], signature[..^1], signature[1..], [.. signature, .. signature] })
            {
                await bed.RefuseAsync(TokenRefusal.WrongSignature, $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(other)}");
            }
        }
    }

    [Fact]
    public async Task An_ES256_signature_in_DER_form_is_refused()
    {
        var parts = bed.Good.Sign(TokenTestBed.Ec).Split('.');
        var signature = Base64Url.DecodeFromChars(parts[2]);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature.AsSpan(..32), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature.AsSpan(32..), isUnsigned: true, isBigEndian: true));
        }

        var der = writer.Encode();
        await bed.RefuseAsync(TokenRefusal.WrongSignature, $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(der)}");
    }

    [Fact]
    public async Task The_public_key_is_no_shared_secret()
    {
        // The classic confusion: an HMAC with the published key as secret.
        var input = $"{Base64Url.EncodeToString("""{"alg":"HS256","kid":"rsa-1","typ":"at+jwt"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Payload))}";
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(TokenTestBed.Rsa.Jwk().ToJsonString()), Encoding.ASCII.GetBytes(input));
        await bed.RefuseAsync(TokenRefusal.ForbiddenAlgorithm, $"{input}.{Base64Url.EncodeToString(mac)}");
    }

    [Fact]
    public async Task An_algorithm_the_issuer_is_not_configured_with_is_refused()
    {
        await using var strict = new TokenTestBed("ES256");
        await strict.AcceptAsync(strict.Good.Sign(TokenTestBed.Ec));
        await strict.RefuseAsync(TokenRefusal.ForbiddenAlgorithm, strict.Good.Sign(TokenTestBed.Rsa));
    }

    private static string WithStrayBit(string text)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return text[..^1] + alphabet[alphabet.IndexOf(text[^1], StringComparison.Ordinal) | 1];
    }
}
