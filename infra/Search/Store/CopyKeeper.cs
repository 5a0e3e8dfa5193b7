using Microsoft.Extensions.Logging;

namespace Marketplace.Search.Store;

/// <summary>Loads the index at the start, from the copy if storage does not give it soon, and keeps the copy up to date beside everything else.</summary>
/// <param name="follower">Follows the stored index.</param>
/// <param name="copy">The copy; null if none is kept.</param>
/// <param name="segments">Takes up what is read from the copy.</param>
/// <param name="options">Limits.</param>
/// <param name="logger">Hears of a disk that does not work.</param>
internal sealed partial class CopyKeeper(
    IndexRefresher follower, LocalCopy? copy, SegmentCache segments, IndexStoreOptions options, ILogger logger)
{
    private bool _isFailing;

    /// <summary>Loads the index once, from wherever it can be had. Does not throw if that is nowhere.</summary>
    /// <param name="patience">How long storage may take where there is no copy.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    public async Task LoadAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = follower.RefreshAsync(limit.Token);
        await WaitAsync(reading, options.CopyAfter, time, cancellationToken);
        var copied = follower.Status.Loaded || copy is null ? null : await copy.TryReadAsync(segments, cancellationToken);
        if (copied is null)
        {
            await WaitAsync(reading, patience, time, cancellationToken);
        }

        // Following goes on trying.
        await limit.CancelAsync();
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (copied is not null)
        {
            await follower.UseCopyAsync(copied, cancellationToken);
        }
    }

    /// <summary>Brings the copy up to date again and again until told to end.</summary>
    public async Task RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            while (copy is not null)
            {
                await Task.Delay(options.CopyInterval, time, cancellationToken);
                await WriteAsync(copy, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how keeping ends.
        }
    }

    private async Task WriteAsync(LocalCopy target, CancellationToken cancellationToken)
    {
        if (follower.Confirmed is not var (state, confirmedAt))
        {
            return;
        }

        try
        {
            await target.WriteAsync(state, confirmedAt, cancellationToken);
            _isFailing = false;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            if (!_isFailing)
            {
                NotCopied(logger, failed);
            }

            _isFailing = true;
        }
    }

    private static async Task WaitAsync(Task reading, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(reading, Task.Delay(patience, time, enough.Token));
        await enough.CancelAsync();
    }

    [LoggerMessage(20, LogLevel.Warning, "The copy of the search index on this machine's disk cannot be written; a start without storage finds an older one.")]
    private static partial void NotCopied(ILogger logger, Exception cause);
}
