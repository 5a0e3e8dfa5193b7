namespace Marketplace.Search.Store;

/// <summary>
/// What an index consists of: the one blob that changes. Every commit replaces it on condition of its ETag, so a writer that was frozen or lost its lease
/// cannot overwrite what others did meanwhile; everything it names is immutable and was stored before.
/// </summary>
internal sealed record Manifest
{
    public const int CurrentFormat = 1;

    public static Manifest Empty { get; } = new();

    public int Format { get; init; } = CurrentFormat;

    /// <summary>Grows by one with every commit, whoever writes.</summary>
    public long Generation { get; init; }

    /// <summary>The lease under which it was written, by which a writer recognizes its own commit after a lost answer.</summary>
    public string Writer { get; init; } = "";

    public DateTimeOffset IndexedAt { get; init; }

    public IReadOnlyList<SegmentEntry> Segments { get; init; } = [];

    /// <summary>Log blobs of remembered deletions.</summary>
    public IReadOnlyList<string> Deletions { get; init; } = [];

    public PendingRebuild? Rebuild { get; init; }

    /// <summary>All blobs this state needs.</summary>
    public IEnumerable<string> Blobs() => Segments.Select(segment => segment.Blob)
        .Concat(Segments.Select(segment => segment.DeletesBlob).OfType<string>())
        .Concat(Deletions)
        .Concat(Rebuild?.Changes ?? []);
}

/// <summary>One segment and what is deleted in it.</summary>
internal sealed record SegmentEntry(string Blob, long Bytes, int Documents, string? DeletesBlob, int Deleted);

/// <summary>A rebuild under way. Every writer adds the ids it changes to the logs, so that the rebuild reads these again before it takes over.</summary>
/// <param name="Number">The generation that announced it, thus unique.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Changes">Log blobs of changed ids.</param>
internal sealed record PendingRebuild(long Number, DateTimeOffset StartedAt, IReadOnlyList<string> Changes);
