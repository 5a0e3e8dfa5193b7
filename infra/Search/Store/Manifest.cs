using System.Text.Json.Serialization;

namespace Marketplace.Search.Store;

/// <summary>
/// What an index consists of: the one blob that changes. Every commit replaces it on condition of its ETag, so a writer that was frozen or lost its lease
/// cannot overwrite what others did meanwhile; everything it names is immutable and was stored before.
/// </summary>
internal sealed record Manifest
{
    public const int CurrentFormat = 1;

    public static Manifest Empty { get; } = new();

    /// <summary>Stands in for a manifest that is lost.</summary>
    public static Manifest Lost(long generation) => new() { Generation = generation, Incomplete = true };

    public int Format { get; init; } = CurrentFormat;

    /// <summary>
    /// Grows with every commit, whoever writes: by one, but while the index is <see cref="Incomplete"/> to the clock's milliseconds, which is more than any
    /// index counted before, so that readers of the lost one take over what is made in its place.
    /// </summary>
    public long Generation { get; init; }

    /// <summary>
    /// Something of the index was lost, and what is named here is only what was written since. Readers do not take it over; a rebuild replaces it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Incomplete { get; init; }

    /// <summary>The lease under which it was written, by which a writer recognizes its own commit after a lost answer.</summary>
    public string Writer { get; init; } = "";

    public DateTimeOffset IndexedAt { get; init; }

    public IReadOnlyList<SegmentEntry> Segments { get; init; } = [];

    /// <summary>Log blobs of remembered deletions.</summary>
    public IReadOnlyList<string> Deletions { get; init; } = [];

    public PendingRebuild? Rebuild { get; init; }

    /// <summary>Whether everything is there that JSON may leave out or leave empty.</summary>
    [JsonIgnore]
    public bool HasAllParts =>
        Segments is not null && Deletions is not null && Rebuild is null or { Changes: not null }
        && Segments.All(segment => segment is { Blob: not null, Bytes: >= 0 and <= int.MaxValue })
        && Blobs().All(blob => blob is not null);

    /// <summary>All blobs this state needs.</summary>
    public IEnumerable<string> Blobs() => Segments.Select(segment => segment.Blob)
        .Concat(Segments.Select(segment => segment.DeletesBlob).OfType<string>())
        .Concat(Deletions)
        .Concat(Rebuild?.Changes ?? []);
}

/// <summary>
/// How far the index had come, kept in a second blob and written after each commit: a manifest that is missing or older was lost or set back.
/// </summary>
/// <param name="Generation">The generation committed.</param>
internal sealed record IndexMark(long Generation);

/// <summary>One segment and what is deleted in it.</summary>
internal sealed record SegmentEntry(string Blob, long Bytes, int Documents, string? DeletesBlob, int Deleted);

/// <summary>A rebuild under way. Every writer adds the ids it changes to the logs, so that the rebuild reads these again before it takes over.</summary>
/// <param name="Number">Higher than every generation before it was announced, thus unique.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Changes">Log blobs of changed ids.</param>
internal sealed record PendingRebuild(long Number, DateTimeOffset StartedAt, IReadOnlyList<string> Changes);
