namespace Marketplace.Search.Store;

/// <summary>How a reader of the index is doing, for health checks.</summary>
/// <param name="Loaded">Whether it has read the index at least once; an index that nobody has written yet counts as read.</param>
/// <param name="Generation">The state of the index that answers queries; 0 for the empty one.</param>
/// <param name="Documents">How many entries can be found.</param>
/// <param name="Segments">Of how many segments the index consists.</param>
/// <param name="IndexedAt">When that state was committed; null for the empty one.</param>
/// <param name="CheckedAt">When storage last confirmed that this is the newest state; null before the first time.</param>
/// <param name="Problem">Why the newest state cannot be used, in English without secrets; null if all is well.</param>
public sealed record IndexStatus(
    bool Loaded,
    long Generation,
    long Documents,
    int Segments,
    DateTimeOffset? IndexedAt,
    DateTimeOffset? CheckedAt,
    string? Problem)
{
    /// <summary>
    /// When storage last confirmed the copy on this machine's disk that answers queries, since storage has not answered yet; null if the stored index does.
    /// </summary>
    public DateTimeOffset? CopyOf { get; init; }

    /// <summary>Nothing read yet.</summary>
    public static IndexStatus Initial { get; } = new(false, 0, 0, 0, null, null, null);
}
