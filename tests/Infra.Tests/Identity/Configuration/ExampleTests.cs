using System.Text.Json.Nodes;
using Marketplace.Identity;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity.Configuration;

/// <summary>The configuration examples of docs/identity, used with tokens as those issuers make them.</summary>
public sealed class ExampleTests
{
    private static readonly FakeTimeProvider Time = new(TokenTestBed.Start) { HasRealTimers = true };

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(RepoRoot.Combine("docs", "identity"), "*.json").Select(static path => Path.GetFileName(path))];

    [Fact]
    public void There_are_three() => Assert.Equal(["entra-id.json", "keycloak.json", "localhost.json"], Files.Select(static row => row.Data).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_loads_and_its_claims_are_mapped(string file)
    {
        var options = Load(file);
        using var validator = new TokenValidator(options, Time);
        Assert.Equal(options.Issuers.Length, validator.States.Length);
        Assert.All(options.Issuers, static issuer => Assert.NotNull(issuer.Channel));
    }

    [Fact]
    public async Task Entra_ID()
    {
        var caller = await CallAsync("entra-id.json", 0, "RS256", """
            {"aud":"66666666-7777-8888-9999-000000000000","azp":"aaaaaaaa-0000-0000-0000-000000000001","azpacr":"1","name":"张三",
             "oid":"12345678-0000-0000-0000-000000000000","rh":"0.AR8A","roles":["gov.user"],"scp":"access_as_user","sub":"pairwise-in-this-app",
             "tid":"11111111-2222-3333-4444-555555555555","uti":"x","ver":"2.0","extn.region":"4401","extn.department":"gz-health"}
            """);
        Assert.Equal(new("12345678-0000-0000-0000-000000000000", caller.Issuer, [Role.GovUser], "4401", "gz-health", null, "张三", "ppm"), caller);
    }

    [Fact]
    public async Task Keycloak_official()
    {
        var caller = await CallAsync("keycloak.json", 0, "PS256", """
            {"jti":"1","aud":["marketplace","account"],"sub":"f:1:2","typ":"Bearer","azp":"yuezhengyi","sid":"3","acr":"1",
             "realm_access":{"roles":["offline_access","reviewer","official","uma_authorization"]},"resource_access":{"account":{"roles":["view-profile"]}},
             "scope":"email profile","email_verified":true,"name":"李四","region":"440106","department":{"id":"th-data"}}
            """);
        Assert.Equal(new("f:1:2", caller.Issuer, [Role.GovReviewer, Role.GovUser], "440106", "th-data", null, "李四", "yzy"), caller);
    }

    [Theory]
    [InlineData("""["admin"]""", Role.VendorAdmin)]
    [InlineData("""["something-else"]""", Role.VendorMember)]
    public async Task Keycloak_company(string roles, string expected)
    {
        var caller = await CallAsync("keycloak.json", 1, "PS256", $$"""
            {"aud":"marketplace","sub":"f:2:1","azp":"yueshangtong","resource_access":{"marketplace":{"roles":{{roles}} } },"credit_code":"9144030071526726XG"}
            """);
        Assert.Equal(new("f:2:1", caller.Issuer, [expected], CreditCode: CreditCode.Parse("9144030071526726XG"), Channel: "yst"), caller);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task LocalHost(string algorithm)
    {
        var caller = await CallAsync("localhost.json", 0, algorithm, """
            {"aud":"marketplace","sub":"dev","role":"vendor.admin","credit_code":"9144030071526726XG","name":"王五","channel":"gdbs"}
            """);
        Assert.Equal(new("dev", caller.Issuer, [Role.VendorAdmin], CreditCode: CreditCode.Parse("9144030071526726XG"), Name: "王五", Channel: "gdbs"), caller);
    }

    private static IdentityOptions Load(string file) => IdentityOptions.Parse(File.ReadAllText(RepoRoot.Combine("docs", "identity", file)));

    /// <summary>Validates a token of the example's issuer, whose address alone is replaced by one on loopback.</summary>
    private static async Task<Caller> CallAsync(string file, int index, string algorithm, string claims)
    {
        var key = algorithm == "ES256" ? TokenTestBed.Ec : TokenTestBed.Rsa.As("rsa-1", algorithm);
        await using var issuer = new TestIssuer(key);
        var options = Load(file).Issuers[index];
        using var validator = new TokenValidator(new() { Issuers = [options with { Issuer = issuer.Address }] }, Time);

        var token = issuer.Token(Time.GetUtcNow()).WithHeader("typ", options.TokenTypes[^1]);
        foreach (var (claim, value) in JsonNode.Parse(claims)!.AsObject())
        {
            token = token.With(claim, value);
        }

        var result = await validator.ValidateAsync(token.Sign(key), TestContext.Current.CancellationToken);
        Assert.Null(result.Refusal);
        return result.Caller!;
    }
}
