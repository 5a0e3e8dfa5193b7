namespace Marketplace.Search.Store;

/// <summary>
/// Commits one state after another: takes the lease, brings the state up to date, lets the caller edit it, stores what is new, and replaces the manifest on
/// condition that nobody else did. The condition is what keeps the index right; the lease only keeps writers from working in vain.
/// </summary>
internal sealed class Committer(IndexBlobs blobs, StateReader states, IndexStoreOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IndexState _known = IndexState.Empty;

    /// <summary>The newest state.</summary>
    public async Task<IndexState> ReadAsync(CancellationToken cancellationToken) => await states.ReadAsync(Volatile.Read(ref _known), cancellationToken);

    /// <summary>Makes one commit.</summary>
    /// <param name="edit">Makes the next state of the newest one, which stays the newest until the commit; null to leave it. Called again if another writer came first.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The state committed, or the newest one if there was nothing to commit.</returns>
    /// <exception cref="IndexBusyException">Other writers were in the way for too long.</exception>
    public async Task<IndexState> CommitAsync(Func<IndexState, CancellationToken, Task<Edition?>> edit, CancellationToken cancellationToken)
    {
        var patience = new Patience(options, time);
        if (!await _turn.WaitAsync(options.WriterPatience, cancellationToken))
            throw patience.Exhausted();
        try
        {
            while (true)
            {
                await using var lease = await WriterLease.TakeAsync(blobs, patience, time, cancellationToken);
                var before = await states.ReadAsync(_known, cancellationToken);
                Volatile.Write(ref _known, before);
                if (await edit(before, cancellationToken) is not { } edition)
                    return before;
                if (await TryStoreAsync(before, edition, lease, cancellationToken) is { } committed)
                {
                    Volatile.Write(ref _known, committed);
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

    private async Task<IndexState?> TryStoreAsync(IndexState before, Edition edition, WriterLease lease, CancellationToken cancellationToken)
    {
        var after = edition.ToState(before, lease.Id, time.GetUtcNow());
        await blobs.StoreAsync(edition.NewBlobs(before), cancellationToken);
        var etag = await blobs.TryReplaceManifestAsync(after.Manifest, before.ETag, lease.Id, cancellationToken);
        return etag is null ? null : after with { ETag = etag.Value };
    }
}
