using System.Text.Json.Nodes;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity.Tokens;

public sealed class GoodTokenTests : IAsyncDisposable
{
    private readonly TokenTestBed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    public static TheoryData<string> Algorithms => ["RS256", "PS256", "ES256"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public async Task A_token_signed_with_a_configured_algorithm_is_accepted(string algorithm)
    {
        var key = algorithm == "ES256" ? TokenTestBed.Ec : TokenTestBed.Rsa.As("rsa-1", algorithm);
        var caller = await _bed.AcceptAsync(_bed.Good.Sign(key));
        Assert.Equal(new Caller("someone", _bed.Issuer.Address, [Role.GovUser], Region: "4401"), caller);
    }

    [Fact]
    public async Task Every_mapped_fact_arrives()
    {
        var token = _bed.Good
            .With("role", new JsonArray("vendor.admin", "vendor.member", "offline_access"))
            .With("department", "gz-health").With("credit_code", "9144030071526726XG").With("name", "张三").With("channel", "yst");
        var caller = await _bed.AcceptAsync(token.Sign(TokenTestBed.Rsa));
        Assert.Equal([Role.VendorAdmin, Role.VendorMember], caller.Roles);
        Assert.Equal("gz-health", caller.Department);
        Assert.Equal(CreditCode.Parse("9144030071526726XG"), caller.CreditCode);
        Assert.Equal("张三", caller.Name);
        Assert.Equal("yst", caller.Channel);
    }

    [Fact]
    public async Task A_token_without_known_roles_is_somebody_with_no_more_than_the_public_may()
    {
        var caller = await _bed.AcceptAsync(_bed.Good.With("role", "anonymous").Sign(TokenTestBed.Rsa));
        Assert.Empty(caller.Roles);
        Assert.False(caller.IsAnonymous);
        Assert.False(new Permission("listings", "export", new Grant(Role.GovUser, Scope.Any)).Allows(caller).IsGranted);
    }

    [Fact]
    public async Task Null_and_empty_claims_count_as_absent()
    {
        var caller = await _bed.AcceptAsync(TestToken.Sign(
            """{"alg":"RS256","kid":"rsa-1","typ":"at+jwt"}""",
            _bed.Good.With("region", null).Claims.ToJsonString()[..^1] + ""","region":null,"department":"","name":null}""",
            TokenTestBed.Rsa));
        Assert.Null(caller.Region);
        Assert.Null(caller.Department);
    }

    [Theory]
    [InlineData("at+jwt")]
    [InlineData("AT+JWT")]
    [InlineData("application/at+jwt")]
    public async Task The_token_type_is_a_media_type(string type) =>
        await _bed.AcceptAsync(_bed.Good.WithHeader("typ", type).Sign(TokenTestBed.Rsa));

    [Fact]
    public async Task The_audience_may_be_one_of_several() =>
        await _bed.AcceptAsync(_bed.Good.With("aud", new JsonArray("another", "marketplace")).Sign(TokenTestBed.Rsa));

    [Fact]
    public async Task Escaped_names_and_fractional_times_are_the_same_json()
    {
        var now = _bed.Time.GetUtcNow().ToUnixTimeSeconds();
        var payload = $$"""{"\u0069ss":"{{_bed.Issuer.Address}}","aud":"marketplace","sub":"\ud83d\ude00","exp":{{now + 100}}.5}""";
        var caller = await _bed.AcceptAsync(TestToken.Sign("""{"a\u006cg":"RS256","kid":"rsa-1","typ":"at+jwt","x5t":"ignored"}""", payload, TokenTestBed.Rsa));
        Assert.Equal("😀", caller.Subject);
    }

    [Fact]
    public async Task A_token_of_exactly_the_longest_length_is_accepted()
    {
        var token = Padded(0);
        // base64url grows in steps of 4 for 3: find the padding that lands on the limit.
        for (var padding = 0; token.Length != CompactJws.MaxLength; padding += Math.Max(1, (CompactJws.MaxLength - token.Length) / 2))
        {
            token = Padded(padding);
            Assert.True(token.Length <= CompactJws.MaxLength);
        }

        await _bed.AcceptAsync(token);
        await _bed.RefuseAsync(TokenRefusal.TooLong, token + "A");
    }

    private string Padded(int padding) => _bed.Good.With("padding", new string('x', padding)).Sign(TokenTestBed.Rsa);
}
