using Azure;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>
/// Reads states of the index: asks whether there is a newer one and fetches only what is new in it. What is lost or damaged is left out and told by
/// <see cref="IndexState.Damage"/>.
/// </summary>
/// <param name="access">The index.</param>
/// <param name="segments">The segments in memory already; null to leave all unread.</param>
/// <param name="withLogs">Whether to read the logs, which only writers need.</param>
internal sealed class StateReader(IndexAccess access, SegmentCache? segments, bool withLogs)
{
    private const int ParallelDownloads = 4;
    private const string BeingRebuilt = "The index was lost or damaged and is being rebuilt.";

    /// <summary>The newest state.</summary>
    /// <param name="known">The newest one known so far.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns><paramref name="known"/> itself if there is no newer one; the empty state if nothing was ever written.</returns>
    /// <exception cref="IndexFormatException">A newer version of this program wrote the index.</exception>
    public async Task<IndexState> ReadAsync(IndexState known, CancellationToken cancellationToken)
    {
        if (await access.Manifests.ReadAsync(known, cancellationToken) is not { } read)
        {
            return known;
        }

        if (read.Damage is not null)
        {
            return IndexState.Lost(Math.Max(read.Committed, read.Manifest.Generation), read.ETag, read.Damage);
        }

        var state = IndexState.Empty with { Manifest = read.Manifest, ETag = read.ETag, Damage = read.Manifest.Incomplete ? BeingRebuilt : null };
        state = await WithPartsAsync(state, known, cancellationToken);
        return withLogs ? await WithChangesAsync(await WithDeletionsAsync(state, known, cancellationToken), known, cancellationToken) : state;
    }

    private async Task<IndexState> WithPartsAsync(IndexState state, IndexState known, CancellationToken cancellationToken)
    {
        if (segments is null)
        {
            return state;
        }

        var entries = state.Manifest.Segments;
        var parts = new IndexPart[entries.Count];
        var before = known.Parts.ToDictionary(part => part.Blob, StringComparer.Ordinal);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelDownloads, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForAsync(0, parts.Length, parallel, async (index, stop) =>
                parts[index] = await ReadPartAsync(segments, entries[index], before.GetValueOrDefault(entries[index].Blob), stop));
            return state with { Parts = parts };
        }
        catch (InvalidDataException damaged)
        {
            return state with { Manifest = state.Manifest with { Segments = [], Incomplete = true }, Damage = damaged.Message };
        }
    }

    // Every entry is still found as it should be: only reported changes that come late could bring a deleted one back.
    private async Task<IndexState> WithDeletionsAsync(IndexState state, IndexState known, CancellationToken cancellationToken)
    {
        try
        {
            return state with { Deletions = await ReadLogAsync(state.Manifest.Deletions, known.Deletions, cancellationToken) };
        }
        catch (InvalidDataException damaged)
        {
            return state with { Manifest = state.Manifest with { Deletions = [] }, Damage = damaged.Message };
        }
    }

    // The rebuild under way can no longer know what changed meanwhile, and has to begin anew.
    private async Task<IndexState> WithChangesAsync(IndexState state, IndexState known, CancellationToken cancellationToken)
    {
        try
        {
            return state with { Changes = await ReadLogAsync(state.Manifest.Rebuild?.Changes ?? [], known.Changes, cancellationToken) };
        }
        catch (InvalidDataException damaged)
        {
            return state with { Manifest = state.Manifest with { Rebuild = null }, Damage = damaged.Message };
        }
    }

    private async Task<IndexPart> ReadPartAsync(
        SegmentCache cache, SegmentEntry entry, IndexPart? before, CancellationToken cancellationToken)
    {
        if (before is not null && before.DeletesBlob == entry.DeletesBlob)
        {
            return before;
        }

        var segment = before?.Segment ?? await cache.GetAsync(entry, cancellationToken);
        var deletes = entry.DeletesBlob is null ? DeleteSet.Empty : DeleteSet.Load((await access.Blobs.ReadAsync(entry.DeletesBlob, cancellationToken)).Span);
        return segment.Count == entry.Documents && deletes.Count == entry.Deleted
            ? new IndexPart(entry.Blob, entry.Bytes, segment, entry.DeletesBlob, deletes)
            : throw new InvalidDataException($"{entry.Blob} is not what the manifest says.");
    }

    private async Task<IdLog> ReadLogAsync(IReadOnlyList<string> names, IdLog known, CancellationToken cancellationToken)
    {
        if (names.SequenceEqual(known.Blobs))
        {
            return known;
        }

        var chunks = known.Chunks.ToDictionary(chunk => chunk.Blob, StringComparer.Ordinal);
        var read = new List<IdLogChunk>();
        foreach (var name in names)
        {
            read.Add(chunks.GetValueOrDefault(name) ?? IdLogChunk.Read(name, (await access.Blobs.ReadAsync(name, cancellationToken)).Span));
        }

        return IdLog.Of(read);
    }
}
