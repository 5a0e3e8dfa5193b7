using Marketplace.Identity.Keys;
using Marketplace.Identity.Tokens;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Identity.Keys;

public sealed class KeyRotationTests : IAsyncDisposable
{
    private readonly TokenTestBed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private IssuerState State => _bed.Validator.States.Single();

    [Fact]
    public async Task Nothing_is_fetched_before_a_token_needs_it()
    {
        Assert.Equal(IssuerKeyStatus.NotLoaded, State.Status);
        await _bed.RefuseAsync(TokenRefusal.Malformed, "no token");
        Assert.Equal(0, _bed.Issuer.Requests);
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Ec));
        Assert.Equal(1, _bed.Issuer.KeyRequests);
        Assert.Equal((IssuerKeyStatus.Ready, 2), (State.Status, State.Keys));
        Assert.Equal(_bed.Time.GetUtcNow(), State.FetchedAt);
    }

    [Fact]
    public async Task Keys_can_be_fetched_ahead()
    {
        await _bed.Validator.LoadAsync(TestContext.Current.CancellationToken);
        await _bed.Validator.LoadAsync(TestContext.Current.CancellationToken);
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        Assert.Equal(1, _bed.Issuer.KeyRequests);
    }

    [Fact]
    public async Task Tokens_that_arrive_together_share_one_fetch()
    {
        var asked = new TaskCompletionSource();
        _bed.Issuer.Instead = async path =>
        {
            await asked.Task;
            return new(path == "/keys" ? _bed.Issuer.KeyDocument : _bed.Issuer.DiscoveryDocument);
        };
        var token = _bed.Good.Sign(TokenTestBed.Rsa);
        var results = Enumerable.Range(0, 50).Select(_ => _bed.ValidateAsync(token)).ToArray();
        asked.SetResult();
        Assert.All(await Task.WhenAll(results), static result => Assert.True(result.IsAccepted));
        Assert.Equal(1, _bed.Issuer.KeyRequests);
    }

    [Fact]
    public async Task While_a_fetch_runs_no_other_is_started_however_long_it_takes()
    {
        var release = new TaskCompletionSource();
        _bed.Issuer.Instead = async path =>
        {
            await release.Task;
            return new(path == "/keys" ? _bed.Issuer.KeyDocument : _bed.Issuer.DiscoveryDocument);
        };
        var token = _bed.Good.Sign(TokenTestBed.Rsa);
        var first = _bed.ValidateAsync(token);
        _bed.Time.Advance(TimeSpan.FromMinutes(2));
        var second = _bed.ValidateAsync(token);
        release.SetResult();
        Assert.True((await first).IsAccepted);
        Assert.True((await second).IsAccepted);
        Assert.Equal(2, _bed.Issuer.Requests);
    }

    [Fact]
    public async Task An_unknown_key_is_asked_for_at_most_once_a_minute()
    {
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        _bed.Issuer.Keys = [TokenTestBed.OtherRsa];
        var rotated = _bed.Good.Sign(TokenTestBed.OtherRsa);

        _bed.Time.Advance(TimeSpan.FromSeconds(59));
        for (var i = 0; i < 20; i++)
        {
            await _bed.RefuseAsync(TokenRefusal.UnknownKey, rotated);
        }

        Assert.Equal(1, _bed.Issuer.KeyRequests);
        _bed.Time.Advance(TimeSpan.FromSeconds(1));
        await _bed.AcceptAsync(rotated);
        Assert.Equal(2, _bed.Issuer.KeyRequests);
    }

    [Fact]
    public async Task A_key_that_is_no_longer_published_is_no_longer_believed()
    {
        var old = _bed.Good.Sign(TokenTestBed.Rsa);
        await _bed.AcceptAsync(old);
        _bed.Issuer.Keys = [TokenTestBed.OtherRsa];
        _bed.Time.Advance(TimeSpan.FromMinutes(1));
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.OtherRsa));
        await _bed.RefuseAsync(TokenRefusal.UnknownKey, old);
    }

    [Fact]
    public async Task A_key_replaced_under_the_same_id_is_believed_after_the_hourly_fetch()
    {
        await _bed.AcceptAsync(_bed.Good.Sign(TokenTestBed.Rsa));
        _bed.Issuer.Keys = [TokenTestBed.OtherRsa.As("rsa-1")];
        _bed.Time.Advance(TimeSpan.FromHours(1));
        var renewed = _bed.Good.Sign(TokenTestBed.OtherRsa.As("rsa-1"));

        // The first is still judged by the known key, and starts the fetch that nobody waits for.
        await _bed.RefuseAsync(TokenRefusal.WrongSignature, renewed);
        await Eventually.TrueAsync(async () => (await _bed.ValidateAsync(renewed)).IsAccepted, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_end_the_fetch_for_others()
    {
        var release = new TaskCompletionSource();
        _bed.Issuer.Instead = async path =>
        {
            await release.Task;
            return new(path == "/keys" ? _bed.Issuer.KeyDocument : _bed.Issuer.DiscoveryDocument);
        };
        using var impatient = new CancellationTokenSource();
        var token = _bed.Good.Sign(TokenTestBed.Rsa);
        var gaveUp = _bed.Validator.ValidateAsync(token, impatient.Token).AsTask();
        var patient = _bed.ValidateAsync(token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gaveUp);
        release.SetResult();
        Assert.True((await patient).IsAccepted);
    }
}
