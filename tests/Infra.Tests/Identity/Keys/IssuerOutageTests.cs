using Marketplace.Identity.Keys;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;

namespace Marketplace.Infra.Tests.Identity.Keys;

public sealed class IssuerOutageTests : IAsyncDisposable
{
    private readonly TokenTestBed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private IssuerState State => _bed.Validator.States.Single();

    [Fact]
    public async Task Without_keys_the_token_cannot_be_judged_and_recovery_is_quick()
    {
        GoAway();
        var result = await _bed.ValidateAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        Assert.Equal(TokenRefusal.KeysUnavailable, result.Refusal);
        Assert.True(result.IsOutage);
        Assert.Equal(IssuerKeyStatus.Unavailable, State.Status);
        Assert.Equal(_bed.Time.GetUtcNow(), State.FailedAt);
        Assert.NotNull(State.Failure);

        ComeBack();
        await _bed.RefuseAsync(TokenRefusal.KeysUnavailable, _bed.Good.Sign(TokenTestBed.Rsa));
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        Assert.Equal((IssuerKeyStatus.Ready, null), (State.Status, State.Failure));
    }

    [Fact]
    public async Task An_issuer_that_stays_away_is_asked_less_and_less()
    {
        _bed.Issuer.Instead = static _ => Task.FromResult<LoopbackAnswer?>(new("", 503));
        for (var second = 0; second < 300; second++)
        {
            await _bed.RefuseAsync(TokenRefusal.KeysUnavailable, _bed.Good.Sign(TokenTestBed.Rsa));
            _bed.Time.Advance(TimeSpan.FromSeconds(1));
        }

        // At 0, 1, 3, 7, 15, 31 and 63 s, then each minute.
        Assert.Equal(10, _bed.Issuer.Requests);
    }

    [Fact]
    public async Task Known_keys_keep_working_for_a_day_and_health_says_so()
    {
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        GoAway();
        _bed.Time.Advance(TimeSpan.FromHours(2));
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        await Eventually.TrueAsync(() => State.Status == IssuerKeyStatus.Degraded, TestContext.Current.CancellationToken);
        await _bed.RefuseAsync(TokenRefusal.KeysUnavailable, _bed.Good.Sign(TokenTestBed.OtherRsa));

        _bed.Time.Advance(TimeSpan.FromHours(21.9));
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        _bed.Time.Advance(TimeSpan.FromHours(0.2));
        await _bed.RefuseAsync(TokenRefusal.KeysUnavailable, _bed.Good.Sign(TokenTestBed.Rsa));
        Assert.Equal(IssuerKeyStatus.Unavailable, State.Status);
    }

    [Fact]
    public async Task After_a_quiet_day_keys_are_fetched_before_they_are_used()
    {
        var withdrawn = _bed.Good;
        await _bed.AcceptAsync(withdrawn.Sign(TokenTestBed.Rsa));
        _bed.Issuer.Keys = [TokenTestBed.OtherRsa];
        _bed.Time.Advance(TimeSpan.FromDays(1));
        await _bed.RefuseAsync(TokenRefusal.UnknownKey, _bed.Good.Sign(TokenTestBed.Rsa));
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.OtherRsa));
    }

    [Fact]
    public async Task A_broken_document_is_an_outage_that_leaves_known_keys_alone()
    {
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        _bed.Issuer.Instead = static _ => Task.FromResult<LoopbackAnswer?>(new("""{"keys":[]""", 200));
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        await _bed.RefuseAsync(TokenRefusal.KeysUnavailable, _bed.Good.Sign(TokenTestBed.OtherRsa));
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        Assert.Equal(IssuerKeyStatus.Degraded, State.Status);
    }

    private void GoAway() => _bed.Issuer.Instead = static _ => Task.FromResult<LoopbackAnswer?>(null);

    private void ComeBack() => _bed.Issuer.Instead = null;
}
