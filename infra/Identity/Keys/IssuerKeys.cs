using Marketplace.Identity.Tokens;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Identity.Keys;

/// <summary>
/// One issuer's keys, kept and renewed. A known key is answered at once; an unknown one fetches at most once a minute, all
/// callers sharing one fetch; while the issuer is away, known keys keep working (<see cref="KeySchedule"/>).
/// </summary>
internal sealed partial class IssuerKeys(string issuer, Func<CancellationToken, Task<KeySet>> fetch, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private volatile Known? _current;
    private volatile Failure? _lastFailure;
    private Task _fetching = Task.CompletedTask;
    private long? _triedAt;
    private int _failures;

    /// <summary>How the keys stand now.</summary>
    public IssuerState State
    {
        get
        {
            var (known, failure) = (_current, _lastFailure);
            var status = (Usable(known), failure) switch
            {
                (null, null) => IssuerKeyStatus.NotLoaded,
                (null, _) => IssuerKeyStatus.Unavailable,
                (_, null) => IssuerKeyStatus.Ready,
                _ => IssuerKeyStatus.Degraded,
            };
            return new(issuer, status, known?.Keys.Count ?? 0, known?.FetchedAt, failure?.At, failure?.Reason);
        }
    }

    /// <summary>Finds a key; waits for a fetch only where no usable key is known.</summary>
    public ValueTask<KeyLookup> FindAsync(string id, string algorithm, CancellationToken cancellationToken)
    {
        var known = Usable(_current);
        if (known?.Keys.Find(id, algorithm) is not { } key)
        {
            return FetchAndFindAsync(id, algorithm, cancellationToken);
        }

        if (Age(known) >= KeySchedule.RefreshAfter)
        {
            // Nobody waits for it; what goes wrong is kept in the state.
            _ = FetchIfDue();
        }

        return new(new KeyLookup(key, null));
    }

    /// <summary>Fetches the keys unless they are known or were just tried. Does not throw when the issuer is away.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) =>
        Usable(_current) is null ? FetchIfDue().WaitAsync(cancellationToken) : Task.CompletedTask;

    private async ValueTask<KeyLookup> FetchAndFindAsync(string id, string algorithm, CancellationToken cancellationToken)
    {
        await FetchIfDue().WaitAsync(cancellationToken);
        var known = Usable(_current);
        return known?.Keys.Find(id, algorithm) is { } key ? new(key, null)
            : new(null, known is null || _lastFailure is not null ? TokenRefusal.KeysUnavailable : TokenRefusal.UnknownKey);
    }

    /// <summary>Joins the fetch that runs, starts one if it is time, or has nothing to wait for.</summary>
    private Task FetchIfDue()
    {
        lock (_gate)
        {
            if (_fetching.IsCompleted && IsDue())
            {
                _triedAt = time.GetTimestamp();
                _fetching = Task.Run(FetchAsync);
            }

            return _fetching;
        }
    }

    private bool IsDue() =>
        _triedAt is not { } tried || time.GetElapsedTime(tried) >= (Usable(_current) is null ? KeySchedule.Backoff(_failures) : KeySchedule.Interval);

    private async Task FetchAsync()
    {
        try
        {
            // Its own time limit, not a caller's: the others wait for it too.
            var keys = await fetch(CancellationToken.None);
            _current = new Known(keys, time.GetUtcNow(), time.GetTimestamp());
            (_failures, _lastFailure) = (0, null);
            LogFetched(issuer, keys.Count);
        }
        catch (Exception failure) when (failure is HttpRequestException or KeyDocumentException or OperationCanceledException)
        {
            _failures++;
            _lastFailure = new Failure(time.GetUtcNow(), failure is OperationCanceledException ? "the issuer did not answer in time" : failure.Message);
            LogFailed(issuer, _lastFailure.Reason);
        }
    }

    private Known? Usable(Known? known) => known is not null && Age(known) < KeySchedule.UsableFor ? known : null;

    private TimeSpan Age(Known known) => time.GetElapsedTime(known.Timestamp);

    private sealed record Known(KeySet Keys, DateTimeOffset FetchedAt, long Timestamp);

    private sealed record Failure(DateTimeOffset At, string Reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Fetched {Count} keys of {Issuer}")]
    private partial void LogFetched(string issuer, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not fetch the keys of {Issuer}: {Reason}")]
    private partial void LogFailed(string issuer, string reason);
}

/// <summary>A key, or why there is none.</summary>
internal readonly record struct KeyLookup(SecurityKey? Key, TokenRefusal? Refusal);
