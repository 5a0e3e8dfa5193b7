using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>
/// Builds an index beside the one in use and swaps it in with one commit. It announces itself in the manifest first; from then on every commit logs the ids
/// it changes, and the rebuild reads these again, in the end under the lease. So nothing that changes while everything is read can be missed, and the lease
/// is never held for long. It reads nothing of what it replaces, which may be damaged.
/// </summary>
/// <param name="access">The index.</param>
/// <param name="segments">Takes up what is made.</param>
/// <param name="committer">Commits without reading segments.</param>
/// <param name="options">Limits.</param>
/// <param name="time">The clock.</param>
internal sealed class Rebuilder(IndexAccess access, SegmentCache segments, Committer committer, IndexStoreOptions options, TimeProvider time)
{
    // What may be left to read again while other writers wait, unless changes come faster than they are read.
    private const int FewChanges = 200;
    private const int MaxRounds = 8;

    public async Task<RebuildReceipt> RunAsync(IAsyncEnumerable<SearchDocument> all, LoadChanges load, CancellationToken cancellationToken)
    {
        var rebuild = await AnnounceAsync(cancellationToken);
        var work = new RebuildWork(load, options.LoadBatch);
        await foreach (var documents in work.DistinctAsync(all, cancellationToken).Chunk(options.RebuildSegmentDocuments).WithCancellation(cancellationToken))
        {
            await AddAsync(work.Draft, documents, rebuild, cancellationToken);
        }

        for (var round = 0; round < MaxRounds; round++)
        {
            var state = await committer.ReadAsync(cancellationToken);
            Check(state, rebuild);
            if (work.Outstanding(state) <= FewChanges)
            {
                break;
            }

            await work.ReconcileAsync(state, cancellationToken);
        }

        var swapped = await committer.CommitAsync(
            async (state, stop) =>
            {
                Check(state, rebuild);
                await work.ReconcileAsync(state, stop);
                work.Draft.Tidy(MergePolicy.Inline);
                return new Edition(work.Draft, state.Deletions, Rebuild: null, IdLog.Empty) { ReplacesAll = true };
            },
            cancellationToken);
        await access.Traces.ReleaseRebuildAsync(cancellationToken);
        return new RebuildReceipt(swapped.Manifest.Generation, swapped.Documents, work.Reconciled);
    }

    private async Task<PendingRebuild> AnnounceAsync(CancellationToken cancellationToken)
    {
        // A rebuild is the cure: it goes by what others noted, not by what this process believed before.
        committer.Forget();
        var announced = await committer.CommitAsync(
            (state, _) => Task.FromResult<Edition?>(Edition.After(state) with
            {
                Rebuild = new PendingRebuild(state.NextGeneration(time.GetUtcNow()), time.GetUtcNow(), []),
                Changes = IdLog.Empty,
            }),
            cancellationToken);
        return announced.Manifest.Rebuild!;
    }

    private async Task AddAsync(Draft draft, SearchDocument[] documents, PendingRebuild rebuild, CancellationToken cancellationToken)
    {
        var image = draft.Add(documents);
        await access.Blobs.StoreAsync(new Dictionary<string, ReadOnlyMemory<byte>>(draft.NewBlobs(new HashSet<string>())), cancellationToken);
        draft.Stored(image);
        segments.Add(image.Blob, image.Segment);
        Check(await committer.ReadAsync(cancellationToken), rebuild);
    }

    private void Check(IndexState state, PendingRebuild rebuild)
    {
        if (state.Manifest.Rebuild is { } other && other.Number > rebuild.Number)
        {
            throw new RebuildSupersededException("Another rebuild of the index began.") { IsByLater = true };
        }

        if (state.Manifest.Rebuild?.Number != rebuild.Number)
        {
            throw new RebuildSupersededException("The index no longer knows of this rebuild: another one ended, or the index was damaged meanwhile.");
        }

        if (time.GetUtcNow() - rebuild.StartedAt > options.GarbageGrace / 2)
        {
            throw new RebuildSupersededException($"The rebuild took longer than {options.GarbageGrace / 2}; what it stored may be removed as left over.");
        }
    }
}
