namespace Marketplace.Search.Embedded;

/// <summary>A searchable state of the index: some segments, what is deleted in each, and statistics over all of them. Immutable.</summary>
public sealed class Snapshot
{
    /// <summary>Puts segments together.</summary>
    /// <param name="parts">The segments and their deleted documents; an id is live in one segment at most.</param>
    /// <param name="indexedAt">How fresh this state is.</param>
    /// <param name="tuning">How relevance is computed; <see cref="RankingOptions.Default"/> if null.</param>
    public Snapshot(IReadOnlyList<(Segment Segment, DeleteSet Deletes)> parts, DateTimeOffset indexedAt, RankingOptions? tuning = null)
    {
        Parts = parts;
        IndexedAt = indexedAt;
        _ = tuning;
    }

    /// <summary>A snapshot of nothing.</summary>
    public static Snapshot Empty { get; } = new([], DateTimeOffset.UnixEpoch);

    /// <summary>The segments and their deleted documents.</summary>
    public IReadOnlyList<(Segment Segment, DeleteSet Deletes)> Parts { get; }

    /// <summary>How fresh this state is.</summary>
    public DateTimeOffset IndexedAt { get; }

    /// <summary>How many documents can be found.</summary>
    public long Count => Parts.Sum(part => (long)part.Segment.Count - part.Deletes.Count);

    internal SearchAnswer Search(SearchQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    internal IReadOnlyList<Suggestion> Suggest(SuggestQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    internal IReadOnlyList<SearchHit> Similar(string id, int limit, IReadOnlyList<KeywordFilter> filters, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
