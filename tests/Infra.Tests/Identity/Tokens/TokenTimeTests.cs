using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity.Tokens;

public sealed class TokenTimeTests : IAsyncDisposable
{
    private readonly TokenTestBed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Theory]
    [InlineData("exp", -59, null)]
    [InlineData("exp", -60, TokenRefusal.Expired)]
    [InlineData("exp", -3600, TokenRefusal.Expired)]
    [InlineData("nbf", 60, null)]
    [InlineData("nbf", 61, TokenRefusal.NotYetValid)]
    [InlineData("iat", 60, null)]
    [InlineData("iat", 61, TokenRefusal.NotYetValid)]
    [InlineData("iat", -86_400, null)]
    public async Task Clocks_may_differ_by_a_minute(string claim, int seconds, TokenRefusal? expected)
    {
        var token = _bed.Good.With(claim, _bed.Time.GetUtcNow().ToUnixTimeSeconds() + seconds).Sign(TokenTestBed.Rsa);
        Assert.Equal(expected, (await _bed.ValidateAsync(token)).Refusal);
    }

    [Fact]
    public async Task A_token_accepted_once_expires_all_the_same()
    {
        var token = _bed.Good.Sign(TokenTestBed.Rsa);
        await _bed.AcceptAsync(token);
        _bed.Time.Advance(TimeSpan.FromSeconds(359));
        await _bed.AcceptAsync(token);
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        await _bed.RefuseAsync(TokenRefusal.Expired, token);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"1900000000\"")]
    [InlineData("true")]
    [InlineData("[1900000000]")]
    [InlineData("-1")]
    [InlineData("1e400")]
    [InlineData("253402300800")]
    [InlineData("1900000000000")]
    public async Task What_is_no_date_is_refused(string value)
    {
        foreach (var claim in new[] { "exp", "nbf", "iat" })
        {
            var payload = _bed.Good.With(claim, null).Claims.ToJsonString()[..^1] + $",\"{claim}\":{value}}}";
            await _bed.RefuseAsync(TokenRefusal.InvalidPayload, TestToken.Sign("""{"alg":"RS256","kid":"rsa-1","typ":"at+jwt"}""", payload, TokenTestBed.Rsa));
        }
    }

    [Fact]
    public async Task A_token_must_expire() =>
        await _bed.RefuseAsync(TokenRefusal.InvalidPayload, _bed.Good.With("exp", null).Sign(TokenTestBed.Rsa));

    [Fact]
    public async Task Issue_time_and_not_before_may_be_absent() =>
        await _bed.AcceptAsync(_bed.Good.With("iat", null).With("nbf", null).Sign(TokenTestBed.Rsa));
}
