using Azure;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>Reads states of the index: asks whether there is a newer one and fetches only what is new in it.</summary>
/// <param name="blobs">The index.</param>
/// <param name="segments">The segments in memory already.</param>
/// <param name="withLogs">Whether to read the logs, which only writers need.</param>
internal sealed class StateReader(IndexBlobs blobs, SegmentCache segments, bool withLogs)
{
    private const int ParallelDownloads = 4;

    /// <summary>The newest state.</summary>
    /// <param name="known">The newest one known so far.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns><paramref name="known"/> itself if there is no newer one; the empty state if nothing was ever written.</returns>
    /// <exception cref="InvalidDataException">What is stored is damaged or incomplete.</exception>
    public async Task<IndexState> ReadAsync(IndexState known, CancellationToken cancellationToken)
    {
        var (manifest, etag) = await blobs.ReadManifestAsync(known.ETag, cancellationToken);
        if (manifest is null)
        {
            return etag == known.ETag ? known : IndexState.Empty;
        }

        var parts = new IndexPart[manifest.Segments.Count];
        var before = known.Parts.ToDictionary(part => part.Blob, StringComparer.Ordinal);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelDownloads, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, parts.Length, parallel, async (index, stop) =>
            parts[index] = await ReadPartAsync(manifest.Segments[index], before.GetValueOrDefault(manifest.Segments[index].Blob), stop));
        var deletions = await ReadLogAsync(manifest.Deletions, known.Deletions, cancellationToken);
        var changes = await ReadLogAsync(manifest.Rebuild?.Changes ?? [], known.Changes, cancellationToken);
        return new IndexState(manifest, etag, parts, deletions, changes);
    }

    private async Task<IndexPart> ReadPartAsync(SegmentEntry entry, IndexPart? before, CancellationToken cancellationToken)
    {
        if (before is not null && before.DeletesBlob == entry.DeletesBlob)
        {
            return before;
        }

        var segment = before?.Segment ?? await segments.GetAsync(entry, cancellationToken);
        var deletes = entry.DeletesBlob is null ? DeleteSet.Empty : DeleteSet.Load((await blobs.ReadAsync(entry.DeletesBlob, cancellationToken)).Span);
        return segment.Count == entry.Documents && deletes.Count == entry.Deleted
            ? new IndexPart(entry.Blob, entry.Bytes, segment, entry.DeletesBlob, deletes)
            : throw new InvalidDataException($"{entry.Blob} is not what the manifest says.");
    }

    private async Task<IdLog> ReadLogAsync(IReadOnlyList<string> names, IdLog known, CancellationToken cancellationToken)
    {
        if (!withLogs || names.SequenceEqual(known.Blobs))
        {
            return known;
        }

        var chunks = known.Chunks.ToDictionary(chunk => chunk.Blob, StringComparer.Ordinal);
        var read = new List<IdLogChunk>();
        foreach (var name in names)
        {
            read.Add(chunks.GetValueOrDefault(name) ?? IdLogChunk.Read(name, (await blobs.ReadAsync(name, cancellationToken)).Span));
        }

        return IdLog.Of(read);
    }
}
