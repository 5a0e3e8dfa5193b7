using Marketplace.Identity.Configuration;
using Marketplace.Identity.Tokens;

namespace Marketplace.Infra.Tests.Identity.Configuration;

public sealed class IdentityOptionsTests
{
    private const string Good = """
        {"issuers":[{"issuer":"https://login.example/a","audience":"marketplace","algorithms":["RS256"],"role":{"claim":"role"}}]}
        """;

    [Fact]
    public void Defaults_are_those_of_the_standard()
    {
        var issuer = IdentityOptions.Parse(Good).Issuers.Single();
        Assert.Equal("sub", issuer.Subject);
        Assert.Equal(["at+jwt"], issuer.TokenTypes);
        Assert.Null(issuer.Jwks);
        Assert.Null(issuer.Discovery);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"issuers":[]}""")]
    public void Without_issuers_everybody_is_anonymous(string json) => Assert.Empty(IdentityOptions.Parse(json).Issuers);

    [Theory]
    [InlineData("\"https://login.example/a\"", "\"http://login.example/a\"", "issuers[0].issuer", "https")]
    [InlineData("\"https://login.example/a\"", "\"login.example\"", "issuers[0].issuer", "https")]
    [InlineData("\"https://login.example/a\"", "\"\"", "issuers[0].issuer", "https")]
    [InlineData("\"https://login.example/a\"", "\"https://login.example/a?tenant=1\"", "issuers[0].issuer", "query")]
    [InlineData("\"https://login.example/a\"", "\"https://user@login.example/a\"", "issuers[0].issuer", "https")]
    [InlineData("\"marketplace\"", "\" \"", "issuers[0].audience", "\"marketplace\"")]
    [InlineData("[\"RS256\"]", "[]", "issuers[0].algorithms", "RS256, PS256, ES256")]
    [InlineData("[\"RS256\"]", "[\"HS256\"]", "issuers[0].algorithms", "RS256, PS256, ES256")]
    [InlineData("[\"RS256\"]", "[\"none\"]", "issuers[0].algorithms", "RS256, PS256, ES256")]
    [InlineData("[\"RS256\"]", "[\"RS256\",\"rs256\"]", "issuers[0].algorithms", "RS256, PS256, ES256")]
    [InlineData("[\"RS256\"]", "[\"RS256\"],\"tokenTypes\":[]", "issuers[0].tokenTypes", "at+jwt")]
    [InlineData("[\"RS256\"]", "[\"RS256\"],\"subject\":\"\"", "issuers[0].subject", "\"sub\"")]
    [InlineData("[\"RS256\"]", "[\"RS256\"],\"jwks\":\"http://login.example/keys\"", "issuers[0].jwks", "https")]
    [InlineData("[\"RS256\"]", "[\"RS256\"],\"discovery\":\"ftp://login.example/\"", "issuers[0].discovery", "https")]
    [InlineData("[\"RS256\"]", "[\"RS256\"],\"jwks\":\"https://a.example/\",\"discovery\":\"https://a.example/\"", "issuers[0].jwks", "one of them")]
    [InlineData(",\"role\":{\"claim\":\"role\"}", "", "issuers[0].role", "{\"claim\": \"roles\"}")]
    [InlineData("{\"claim\":\"role\"}", "{}", "issuers[0].role.claim", "realm_access.roles")]
    [InlineData("{\"claim\":\"role\"}", "{\"claim\":\"a..b\"}", "issuers[0].role.claim", "a..b")]
    [InlineData("{\"claim\":\"role\"}", "{\"claim\":\"/a~2b\"}", "issuers[0].role.claim", "/a~2b")]
    [InlineData("{\"claim\":\"role\"}", "{\"claim\":\"role\",\"values\":{\"x\":\"admin\"}}", "issuers[0].role.values.x", "gov.reviewer")]
    [InlineData("{\"claim\":\"role\"}", "{\"claim\":\"role\",\"default\":\"anonymous\"}", "issuers[0].role.default", "gov.reviewer")]
    [InlineData("{\"claim\":\"role\"}", "{\"claim\":\"role\"},\"region\":{\"default\":\"44010\"}", "issuers[0].region.default", "4401")]
    [InlineData("{\"claim\":\"role\"}", "{\"claim\":\"role\"},\"creditCode\":{\"default\":\"9144030071526726XH\"}", "issuers[0].creditCode.default",
        "9144030071526726XG")]
    [InlineData("{\"claim\":\"role\"}", "{\"claim\":\"role\"},\"channel\":{\"claim\":\"azp\",\"values\":{\"a\":\"p p m\"}}",
        "issuers[0].channel.values.a", "ppm")]
    public void A_mistake_names_its_setting_and_what_is_accepted(string right, string wrong, string setting, string accepted)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var failure = Assert.Throws<FormatException>(() => IdentityOptions.Parse(Good.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.StartsWith(setting + ":", failure.Message, StringComparison.Ordinal);
        Assert.Contains(accepted, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var failure = Assert.Throws<FormatException>(() => IdentityOptions.Parse("""{"issuers":[{},{}]}"""));
        string[] expected = ["issuer", "audience", "algorithms", "role"];
        Assert.All(expected, setting => Assert.Contains($"issuers[1].{setting}:", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_issuer_is_listed_once()
    {
        var one = Good[(Good.IndexOf('[', StringComparison.Ordinal) + 1)..Good.LastIndexOf(']')];
        var failure = Assert.Throws<FormatException>(() => IdentityOptions.Parse($$"""{"issuers":[{{one}},{{one}}]}"""));
        Assert.Contains("more than once", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("[]", "$")]
    [InlineData("{\"issuer\":[]}", "issuer")]
    [InlineData("{\"issuers\":[{\"audiences\":[]}]}", "audiences")]
    [InlineData("{\"issuers\":[{\"Issuer\":\"x\"}]}", "Issuer")]
    [InlineData("{\"issuers\":[{\"issuer\":null}]}", "issuer")]
    [InlineData("{\"issuers\":[{\"issuer\":1}]}", "issuer")]
    [InlineData("{\"issuers\":[{\"role\":{\"claim\":\"a\",\"claim\":\"b\"}}]}", "claim")]
    [InlineData("{\"issuers\":null}", "issuers")]
    public void What_is_not_the_settings_json_is_refused_by_place(string json, string place)
    {
        var failure = Assert.Throws<FormatException>(() => IdentityOptions.Parse(json));
        Assert.Contains(place, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_validator_is_not_made_of_options_with_mistakes()
    {
        var options = new IdentityOptions { Issuers = [new()] };
        var failure = Assert.Throws<ArgumentException>(() => new TokenValidator(options, TimeProvider.System));
        Assert.Contains("issuers[0].audience", failure.Message, StringComparison.Ordinal);
    }
}
