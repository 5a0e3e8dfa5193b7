namespace Marketplace.Search.Store;

/// <summary>
/// Commits one state after another: takes the lease, brings the state up to date, lets the caller edit it, stores what is new, and replaces the manifest on
/// condition that nobody else did. The condition is what keeps the index right; the lease only keeps writers from working in vain.
/// </summary>
/// <remarks>
/// Where the index is lost or damaged, it goes on from what is left and marks it as incomplete. So changes never wait for a rebuild, which finds them logged,
/// and nobody takes the little that is left for the index.
/// </remarks>
/// <param name="access">The index.</param>
/// <param name="states">Reads its states.</param>
/// <param name="onDamageAsync">Told of a state with damage.</param>
/// <param name="options">Limits.</param>
/// <param name="time">The clock.</param>
internal sealed class Committer(
    IndexAccess access, StateReader states, Func<IndexState, CancellationToken, Task> onDamageAsync, IndexStoreOptions options, TimeProvider time) : IDisposable
{
    // A process that always has something to write leaves room for others: it rests for as long as it held the lease, up to this.
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IndexState _known = IndexState.Empty;
    private long _released;
    private TimeSpan _rest;

    /// <summary>The newest state.</summary>
    public async Task<IndexState> ReadAsync(CancellationToken cancellationToken)
    {
        var state = await states.ReadAsync(Volatile.Read(ref _known), cancellationToken);
        await onDamageAsync(state, cancellationToken);
        return state;
    }

    /// <summary>Tells of damage that reading did not show.</summary>
    public Task ReportAsync(string damage, CancellationToken cancellationToken) =>
        onDamageAsync(Volatile.Read(ref _known) with { Damage = damage }, cancellationToken);

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
                    await onDamageAsync(committed, cancellationToken);
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

    /// <summary>Judges the stored index anew at the next call, by what others noted.</summary>
    public void Forget() => Volatile.Write(ref _known, IndexState.Empty);

    public void Dispose() => _turn.Dispose();

    private async Task<IndexState?> TryCommitAsync(
        Func<IndexState, CancellationToken, Task<Edition?>> edit, RetryBudget patience, CancellationToken cancellationToken)
    {
        await using var lease = await WriterLease.TakeAsync(access.Blobs, CreateAsync, patience, time, cancellationToken);
        var taken = time.GetTimestamp();
        var before = await states.ReadAsync(_known, cancellationToken);
        if (before.Damage is null)
        {
            Volatile.Write(ref _known, before);
        }

        if (await edit(before, cancellationToken) is not { } edition)
        {
            return before;
        }

        var committed = await TryStoreAsync(before, edition, lease, cancellationToken);
        if (committed is not null)
        {
            // Somebody noted more: the index was set back before this process read it.
            var isNewest = await access.Traces.MarkAsync(committed.Manifest.Generation, cancellationToken);
            Volatile.Write(ref _known, isNewest ? committed : IndexState.Empty);
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

    // Decides before anything is there, so that a lost index is never taken for a new one.
    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var state = await states.ReadAsync(_known, cancellationToken);
        await access.Blobs.CreateAsync(state.Damage is null ? Manifest.Empty : Manifest.Lost(state.Manifest.Generation), cancellationToken);
    }

    private async Task<IndexState?> TryStoreAsync(IndexState before, Edition edition, WriterLease lease, CancellationToken cancellationToken)
    {
        var after = edition.ToState(before, lease.Id, time.GetUtcNow());
        await access.Blobs.StoreAsync(edition.NewBlobs(before), cancellationToken);
        var etag = await access.Blobs.TryReplaceManifestAsync(after.Manifest, before.ETag, lease.Id, cancellationToken);
        return etag is null ? null : after with { ETag = etag.Value };
    }
}
