using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity.Tokens;

/// <summary>Payloads that must not be believed, under signatures that are right.</summary>
public sealed class HostileClaimTests : IAsyncDisposable
{
    private const string Header = """{"alg":"RS256","kid":"rsa-1","typ":"at+jwt"}""";

    private readonly TokenTestBed _bed = new();

    private string Payload => _bed.Good.Claims.ToJsonString();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Theory]
    [InlineData("sub", "someone", "someone-else")]
    [InlineData("iss", "https://evil.example", "https://evil.example")]
    [InlineData("role", "operator", "gov.user")]
    [InlineData("other", 1, 1)]
    public async Task A_claim_named_twice_is_refused(string claim, object first, object second)
    {
        var payload = _bed.Good.With(claim, JsonValue.Create(first)).Claims.ToJsonString();
        foreach (var name in new[] { claim, "\\u00" + ((int)claim[0]).ToString("x2", null) + claim[1..] })
        {
            var twice = payload[..^1] + $",\"{name}\":{JsonSerializer.Serialize(second)}}}";
            await _bed.RefuseAsync(TokenRefusal.InvalidPayload, TestToken.Sign(Header, twice, TokenTestBed.Rsa));
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
        await _bed.RefuseAsync(TokenRefusal.InvalidPayload, TestToken.Sign(Header, Payload[..^1] + ",\"x\":" + odd + "}", TokenTestBed.Rsa));

    [Fact]
    public async Task Invalid_utf8_is_refused()
    {
        byte[] payload = [.. Encoding.UTF8.GetBytes(Payload[..^1] + ",\"x\":\""), 0xC0, 0xAF, .. "\"}"u8];
        await _bed.RefuseAsync(TokenRefusal.InvalidPayload, TestToken.Sign(Encoding.UTF8.GetBytes(Header), payload, TokenTestBed.Rsa));
        byte[] header = [.. Encoding.UTF8.GetBytes(Header[..^1] + ",\"x\":\""), 0xFF, .. "\"}"u8];
        await _bed.RefuseAsync(TokenRefusal.InvalidHeader, TestToken.Sign(header, Encoding.UTF8.GetBytes(Payload), TokenTestBed.Rsa));
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
        { "aud", "\"marketplace/\"", TokenRefusal.WrongAudience },
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
        { "jti", "1", TokenRefusal.InvalidClaim },
        { "azp", "[]", TokenRefusal.InvalidClaim },
        { "other", "\"\\ud800\"", TokenRefusal.InvalidClaim },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task Claims_that_are_not_what_they_should_be_are_refused(string claim, string? json, TokenRefusal expected)
    {
        var payload = _bed.Good.With(claim, null).Claims.ToJsonString();
        payload = json is null ? payload : payload[..^1] + $",\"{claim}\":{json}}}";
        await _bed.RefuseAsync(expected, TestToken.Sign(Header, payload, TokenTestBed.Rsa));
    }
}
