using Azure;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>A committed state of the index with all it refers to at hand. Immutable.</summary>
/// <param name="Manifest">What was committed.</param>
/// <param name="ETag">Of the manifest blob, for the commit that follows.</param>
/// <param name="Parts">The manifest's segments, in its order.</param>
/// <param name="Deletions">The remembered deletions.</param>
/// <param name="Changes">What changed since the pending rebuild began; empty without one.</param>
internal sealed record IndexState(Manifest Manifest, ETag ETag, IReadOnlyList<IndexPart> Parts, IdLog Deletions, IdLog Changes)
{
    public static IndexState Empty { get; } = new(Manifest.Empty, default, [], IdLog.Empty, IdLog.Empty);

    /// <summary>What was found lost or damaged, in plain words; null for a whole index. Such a state is for writers, who go on from what is left.</summary>
    public string? Damage { get; init; }

    /// <summary>Segments that the manifest names and that were not read.</summary>
    public IEnumerable<SegmentEntry> Unread => Manifest.Segments.Where(segment => !Parts.Any(part => part.Blob == segment.Blob));

    /// <summary>An index of which nothing can be used.</summary>
    /// <param name="generation">The highest generation known to have been committed.</param>
    /// <param name="etag">Of the manifest blob that is there instead; default if there is none.</param>
    /// <param name="damage">What is wrong, in plain words.</param>
    public static IndexState Lost(long generation, ETag etag, string damage) =>
        Empty with { Manifest = Manifest.Lost(generation), ETag = etag, Damage = damage };

    /// <summary>The generation of the commit that follows.</summary>
    public long NextGeneration(DateTimeOffset now) =>
        Manifest.Incomplete ? Math.Max(Manifest.Generation + 1, now.ToUnixTimeMilliseconds()) : Manifest.Generation + 1;

    public long Documents => Parts.Sum(part => (long)part.Size.Live);

    public Snapshot ToSnapshot() => new([.. Parts.Select(part => (part.Segment, part.Deletes))], Manifest.IndexedAt);
}

/// <summary>A segment and what is deleted in it, with the blobs that keep both. Immutable.</summary>
/// <param name="Blob">The image's blob.</param>
/// <param name="Bytes">The image's size.</param>
/// <param name="Segment">The image, loaded.</param>
/// <param name="DeletesBlob">The delete set's blob; null while nothing is deleted.</param>
/// <param name="Deletes">The delete set.</param>
internal sealed record IndexPart(string Blob, long Bytes, Segment Segment, string? DeletesBlob, DeleteSet Deletes)
{
    public SegmentSize Size => new(Segment.Count, Deletes.Count);

    public SegmentEntry Entry => new(Blob, Bytes, Segment.Count, DeletesBlob, Deletes.Count);
}
