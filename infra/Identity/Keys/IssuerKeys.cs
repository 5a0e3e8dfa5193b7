using Microsoft.Extensions.Logging;

namespace Marketplace.Identity;

/// <summary>
/// One issuer's keys, kept and renewed. A known key is answered at once; an unknown one fetches at most once a minute, all
/// callers sharing one fetch; while the issuer is away, known keys keep working (<see cref="KeySchedule"/>).
/// </summary>
internal sealed partial class IssuerKeys(string issuer, Func<CancellationToken, Task<KeySet>> fetch, TimeProvider time, ILogger logger)
{
    private readonly Lock gate = new();
    private volatile Known? current;
    private volatile Failure? lastFailure;
    private Task fetching = Task.CompletedTask;
    private long? triedAt;
    private int failures;

    /// <summary>How the keys stand now.</summary>
    public IssuerState State
    {
        get
        {
            var (known, failure) = (current, lastFailure);
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
    public ValueTask<KeyLookup> FindAsync(string id, SignatureAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var known = Usable(current);
        if (known?.Keys.Find(id, algorithm) is not { } key)
        {
            return FetchAndFindAsync(id, algorithm, cancellationToken);
        }

        if (Age(known) >= KeySchedule.RefreshAfter)
        {
            // Nobody waits for it; what goes wrong is kept in the state.
            _ = FetchIfDue();
        }

        return new(KeyLookup.Found(key));
    }

    /// <summary>Fetches the keys unless they are known or were just tried. Does not throw when the issuer is away.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) =>
        Usable(current) is null ? FetchIfDue().WaitAsync(cancellationToken) : Task.CompletedTask;

    private async ValueTask<KeyLookup> FetchAndFindAsync(string id, SignatureAlgorithm algorithm, CancellationToken cancellationToken)
    {
        await FetchIfDue().WaitAsync(cancellationToken);
        var known = Usable(current);
        return known?.Keys.Find(id, algorithm) is { } key ? KeyLookup.Found(key)
            : KeyLookup.Missing(known is null || lastFailure is not null ? TokenRefusal.KeysUnavailable : TokenRefusal.UnknownKey);
    }

    /// <summary>Joins the fetch that runs, starts one if it is time, or has nothing to wait for.</summary>
    private Task FetchIfDue()
    {
        lock (gate)
        {
            if (fetching.IsCompleted && IsDue())
            {
                triedAt = time.GetTimestamp();
                fetching = Task.Run(FetchAsync);
            }

            return fetching;
        }
    }

    private bool IsDue() =>
        triedAt is not { } tried || time.GetElapsedTime(tried) >= (Usable(current) is null ? KeySchedule.Backoff(failures) : KeySchedule.Interval);

    private async Task FetchAsync()
    {
        try
        {
            // Its own time limit, not a caller's: the others wait for it too.
            var keys = await fetch(CancellationToken.None);
            current = new Known(keys, time.GetUtcNow(), time.GetTimestamp());
            (failures, lastFailure) = (0, null);
            LogFetched(issuer, keys.Count);
        }
        catch (Exception failure) when (failure is HttpRequestException or KeyDocumentException or OperationCanceledException)
        {
            failures++;
            lastFailure = new Failure(time.GetUtcNow(), failure is OperationCanceledException ? "the issuer did not answer in time" : failure.Message);
            LogFailed(issuer, lastFailure.Reason);
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
