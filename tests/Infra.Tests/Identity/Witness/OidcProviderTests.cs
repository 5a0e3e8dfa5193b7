using Marketplace.Identity;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Tokens;

namespace Marketplace.Infra.Tests.Identity.Witness;

/// <summary>Tokens of a server that knows nothing of this project, found by its own discovery document.</summary>
public sealed class OidcProviderTests(OidcServer server) : IClassFixture<OidcServer>
{
    public static TheoryData<string> Algorithms => ["RS256", "PS256", "ES256"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task Its_access_tokens_are_believed(string algorithm)
    {
        using var validator = Validator(algorithm, "marketplace");
        var result = await ValidateAsync(validator, algorithm);
        Assert.Null(result.Refusal);
        Assert.Equal(new("official", server.Issuer, [Role.GovReviewer], "4401", Name: "张三"), result.Caller);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task For_another_audience_or_with_another_algorithm_they_are_not(string algorithm)
    {
        using var elsewhere = Validator(algorithm, "elsewhere");
        Assert.Equal(TokenRefusal.WrongAudience, (await ValidateAsync(elsewhere, algorithm)).Refusal);
        using var stricter = Validator(algorithm == "ES256" ? "RS256" : "ES256", "marketplace");
        Assert.Equal(TokenRefusal.ForbiddenAlgorithm, (await ValidateAsync(stricter, algorithm)).Refusal);
    }

    private async Task<TokenResult> ValidateAsync(TokenValidator validator, string algorithm)
    {
        var token = await server.TokenAsync(algorithm, TestContext.Current.CancellationToken);
        return await validator.ValidateAsync(token, TestContext.Current.CancellationToken);
    }

    private TokenValidator Validator(string algorithm, string audience) => new(
        IdentityOptions.Parse($$"""
            {
              "issuers": [{
                "issuer": "{{server.Issuer}}", "audience": "{{audience}}", "algorithms": ["{{algorithm}}"],
                "role": { "claim": "realm_access.roles", "values": { "reviewer": "gov.reviewer" } },
                "region": { "claim": "region" }, "name": { "claim": "name" }
              }]
            }
            """),
        TimeProvider.System);
}
