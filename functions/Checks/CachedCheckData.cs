using Azure;
using Marketplace.Storage;

namespace Marketplace.Functions.Checks;

/// <summary>
/// A set of data as checks use it, in step with what operators put in force: asked for again after half a minute. While storage is away,
/// what was known last stays in use.
/// </summary>
/// <typeparam name="T">The form checks use.</typeparam>
internal sealed class CachedCheckData<T>(string name, Func<CheckData, T> prepare, CheckDataStore store, TimeProvider time)
    where T : class
{
    /// <summary>A replacement is followed within a minute, the time of a check included.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private Known? _known;

    public async ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _known);
        if (known is not null && time.GetUtcNow() - known.AskedAt < Interval)
        {
            return known.Value;
        }

        var fresh = await AskAsync(known, cancellationToken);
        Volatile.Write(ref _known, fresh);
        return fresh.Value;
    }

    private async Task<Known> AskAsync(Known? known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var changed = await store.ReadChangedAsync(name, known?.Blob, cancellationToken);
            if (known is not null && (changed is null || (changed.Blob is null && known.Blob is null)))
            {
                return known with { AskedAt = now };
            }

            return new Known(prepare(changed!.Data), changed.Blob, now);
        }
        catch (RequestFailedException failure) when (known is not null && StorageFailure.IsOutage(failure))
        {
            return known with { AskedAt = now };
        }
    }

    private sealed record Known(T Value, ETag? Blob, DateTimeOffset AskedAt);
}
