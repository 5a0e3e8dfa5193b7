using System.Collections.Immutable;
using System.Text.Json;
using Marketplace.Identity;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Tokens;

namespace Marketplace.Infra.Tests.Identity.Configuration;

public sealed class ClaimMappingTests
{
    [Theory]
    [InlineData("role", """{"role":"operator"}""", "operator")]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":["operator","expert"]}}""", "expert operator")]
    [InlineData("realm_access.roles", """{"realm_access.roles":"operator"}""", "")]
    [InlineData("realm_access.roles", """{"realm_access":"operator"}""", "")]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":null}}""", "")]
    [InlineData("/realm_access/roles", """{"realm_access":{"roles":["expert"]}}""", "expert")]
    [InlineData("/extn.role", """{"extn.role":"expert","extn":{"role":"operator"}}""", "expert")]
    [InlineData("/https:~1~1example.com~1role", """{"https://example.com/role":"expert"}""", "expert")]
    [InlineData("/a~01", """{"a~1":"expert","a/":"operator"}""", "expert")]
    [InlineData("role", """{"roles":"operator"}""", "")]
    [InlineData("role", """{"role":["operator","operator","nobody","anonymous",""]}""", "operator")]
    public void A_claim_is_found_by_name_path_or_pointer(string claim, string payload, string expected) =>
        Assert.Equal(expected, Read(new() { Claim = claim }, payload).ToString());

    [Theory]
    [InlineData("""{"role":"boss"}""", "operator")]
    [InlineData("""{"role":["boss","clerk"]}""", "gov.user operator")]
    [InlineData("""{"role":["expert","clerk"]}""", "gov.user")]
    [InlineData("""{"role":"expert"}""", "")]
    public void A_map_gives_values_their_meaning_and_hides_the_others(string payload, string expected)
    {
        var values = ImmutableDictionary.CreateRange([KeyValuePair.Create("boss", "operator"), KeyValuePair.Create("clerk", "gov.user")]);
        Assert.Equal(expected, Read(new() { Claim = "role", Values = values }, payload).ToString());
    }

    [Theory]
    [InlineData("{}", "vendor.member")]
    [InlineData("""{"role":"admin"}""", "vendor.admin")]
    [InlineData("""{"role":"other"}""", "vendor.member")]
    [InlineData("""{"role":[]}""", "vendor.member")]
    public void A_default_stands_in_for_what_is_absent(string payload, string expected)
    {
        var mapping = new ClaimMapping
        {
            Claim = "role",
            Values = ImmutableDictionary.CreateRange([KeyValuePair.Create("admin", "vendor.admin")]),
            Default = "vendor.member"
        };
        Assert.Equal(expected, Read(mapping, payload).ToString());
        Assert.Equal("vendor.member", Read(new() { Default = "vendor.member" }, payload).ToString());
    }

    private static RoleSet Read(ClaimMapping role, string payload)
    {
        var options = new IssuerOptions { Issuer = "https://login.example", Subject = "s", Role = role };
        using var claims = JsonDocument.Parse(payload[..^1] + (payload == "{}" ? "" : ",") + "\"s\":\"someone\"}");
        Assert.True(new CallerReader(options).TryRead(claims.RootElement, out var caller));
        return caller.Roles;
    }
}
