using Azure;
using Marketplace.Storage;

namespace Marketplace.Functions.Checks;

/// <summary>
/// A set of data as checks use it, read again after half a minute in case an operator has replaced it. While storage is away,
/// what was read last stays in use.
/// </summary>
/// <typeparam name="T">The form checks use.</typeparam>
internal sealed class CachedCheckData<T>(string name, Func<CheckData, T> prepare, CheckDataStore store, TimeProvider time)
    where T : class
{
    /// <summary>A replacement is used within a minute, the time of a check included.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private Known? _known;

    public async ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref _known);
        if (known is not null && time.GetUtcNow() - known.ReadAt < Interval)
        {
            return known.Value;
        }

        var fresh = await RefreshAsync(known, cancellationToken);
        Volatile.Write(ref _known, fresh);
        return fresh.Value;
    }

    private async Task<Known> RefreshAsync(Known? known, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var changed = await store.ReadChangedAsync(name, known?.Blob, cancellationToken);
            if (known is not null && (changed is null || (changed.Blob is null && known.Blob is null)))
            {
                return known with { ReadAt = now };
            }

            return new Known(prepare(changed!.Data), changed.Blob, now);
        }
        catch (RequestFailedException failure) when (known is not null && StorageFailure.IsOutage(failure))
        {
            return known with { ReadAt = now };
        }
    }

    private sealed record Known(T Value, ETag? Blob, DateTimeOffset ReadAt);
}
