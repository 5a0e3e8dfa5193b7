namespace Marketplace.Search.Store;

/// <summary>
/// Commits one state after another: takes the lease, brings the state up to date, lets the caller edit it, stores what is new, and replaces the manifest on
/// condition that nobody else did. The condition is what keeps the index right; the lease only keeps writers from working in vain.
/// </summary>
internal sealed class Committer(IndexBlobs blobs, StateReader states, IndexStoreOptions options, TimeProvider time) : IDisposable
{
    // A process that always has something to write leaves room for others: it rests for as long as it held the lease, up to this.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IndexState _known = IndexState.Empty;
    private long _released;
    private TimeSpan _rest;

    /// <summary>The newest state.</summary>
    public async Task<IndexState> ReadAsync(CancellationToken cancellationToken) => await states.ReadAsync(Volatile.Read(ref _known), cancellationToken);

    /// <summary>Makes one commit.</summary>
    /// <param name="edit">Makes the next state of the newest one, which stays the newest until the commit; null to leave it. Called again if another writer
    /// came first.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The state committed, or the newest one if there was nothing to commit.</returns>
    /// <exception cref="IndexBusyException">Other writers were in the way for too long.</exception>
    public async Task<IndexState> CommitAsync(Func<IndexState, CancellationToken, Task<Edition?>> edit, CancellationToken cancellationToken)
    {
        var patience = new RetryBudget(options, time);
        if (!await _turn.WaitAsync(options.WriterPatience, cancellationToken))
        {
            throw patience.Exhausted();
        }

        try
        {
            while (true)
            {
                await RestAsync(cancellationToken);
                if (await TryCommitAsync(edit, patience, cancellationToken) is { } committed)
                {
                    return committed;
                }

                patience.Lost();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<IndexState?> TryCommitAsync(
        Func<IndexState, CancellationToken, Task<Edition?>> edit, RetryBudget patience, CancellationToken cancellationToken)
    {
        await using var lease = await WriterLease.TakeAsync(blobs, patience, time, cancellationToken);
        var taken = time.GetTimestamp();
        var before = await states.ReadAsync(_known, cancellationToken);
        Volatile.Write(ref _known, before);
        if (await edit(before, cancellationToken) is not { } edition)
        {
            return before;
        }

        var committed = await TryStoreAsync(before, edition, lease, cancellationToken);
        if (committed is not null)
        {
            Volatile.Write(ref _known, committed);
        }

        _released = time.GetTimestamp();
        _rest = TimeSpan.FromTicks(Math.Min(LongestRest.Ticks, time.GetElapsedTime(taken, _released).Ticks));
        return committed;
    }

    private async Task RestAsync(CancellationToken cancellationToken)
    {
        if (_rest - time.GetElapsedTime(_released) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }

    private async Task<IndexState?> TryStoreAsync(IndexState before, Edition edition, WriterLease lease, CancellationToken cancellationToken)
    {
        var after = edition.ToState(before, lease.Id, time.GetUtcNow());
        await blobs.StoreAsync(edition.NewBlobs(before), cancellationToken);
        var etag = await blobs.TryReplaceManifestAsync(after.Manifest, before.ETag, lease.Id, cancellationToken);
        return etag is null ? null : after with { ETag = etag.Value };
    }
}
