using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>
/// Merges segments beside the index in use. The lease is taken only to put a result in place, with whatever was deleted meanwhile deleted in it too, so a
/// merge of any size keeps no other writer waiting; if its sources are gone by then, the result is thrown away.
/// </summary>
internal sealed class Compactor(IndexAccess access, Committer committer, IndexStoreOptions options, TimeProvider time)
{
    // One call's work is bounded: the timer calls again.
    private const int MaxMerges = 64;

    public async Task<CompactionReceipt> RunAsync(CancellationToken cancellationToken)
    {
        // What is damaged is rebuilt, not merged, and nothing of it is removed until then.
        if (await committer.ReadAsync(cancellationToken) is { Manifest.Generation: 0 } or { Damage: not null })
        {
            return new CompactionReceipt(0, 0);
        }

        if (await Inventory.FindDamageAsync(access.Blobs, cancellationToken) is { } damage)
        {
            await committer.ReportAsync(damage, cancellationToken);
            return new CompactionReceipt(0, 0);
        }

        var merges = await MergeAsync(cancellationToken);
        await ForgetAsync(cancellationToken);
        var removed = await Garbage.RemoveAsync(access.Blobs, time.GetUtcNow() - options.GarbageGrace, cancellationToken);
        return new CompactionReceipt(merges, removed);
    }

    private async Task<int> MergeAsync(CancellationToken cancellationToken)
    {
        var merges = 0;
        for (var attempt = 0; attempt < MaxMerges; attempt++)
        {
            var state = await committer.ReadAsync(cancellationToken);
            var chosen = MergePolicy.Background.Next([.. state.Parts.Select(part => part.Size)]);
            if (chosen.Count == 0)
            {
                break;
            }

            if (await TryMergeAsync([.. chosen.Select(index => state.Parts[index])], cancellationToken))
            {
                merges++;
            }
        }

        return merges;
    }

    private async Task<bool> TryMergeAsync(IReadOnlyList<IndexPart> sources, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> image = SegmentMerger.Merge([.. sources.Select(source => (source.Segment, source.Deletes))]);
        var name = BlobNames.For(BlobNames.Segments, image.Span);
        await access.Blobs.StoreAsync(new Dictionary<string, ReadOnlyMemory<byte>> { [name] = image }, cancellationToken);
        var replaced = false;
        await committer.CommitAsync(
            (state, _) =>
            {
                var edition = Edition.After(state);
                replaced = edition.Draft.TryReplace(sources, image);
                return Task.FromResult(replaced ? edition : null);
            },
            cancellationToken);
        return replaced;
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = await committer.ReadAsync(cancellationToken);
        if (Forget(Edition.After(state), now) is not null)
        {
            await committer.CommitAsync((newest, _) => Task.FromResult(Forget(Edition.After(newest), now)), cancellationToken);
        }
    }

    // Null if there is nothing to forget.
    private Edition? Forget(Edition edition, DateTimeOffset now)
    {
        var deletions = edition.Deletions.Since(now - options.DeletionMemory);
        var abandoned = edition.Rebuild is { } rebuild && now - rebuild.StartedAt > options.GarbageGrace;
        if (deletions == edition.Deletions && !abandoned)
        {
            return null;
        }

        return edition with
        {
            Deletions = deletions,
            Rebuild = abandoned ? null : edition.Rebuild,
            Changes = abandoned ? IdLog.Empty : edition.Changes,
        };
    }
}
