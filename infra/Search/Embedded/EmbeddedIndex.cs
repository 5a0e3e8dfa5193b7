namespace Marketplace.Search.Embedded;

/// <summary>The engine inside this process: answers from the snapshot in use, touches no storage, and changes snapshots without a gap.</summary>
/// <param name="snapshot">What to answer from until another one is put in use.</param>
public sealed class EmbeddedIndex(Snapshot snapshot) : ISearchIndex
{
    private volatile Snapshot _snapshot = snapshot;

    /// <summary>The snapshot that answers queries now.</summary>
    public Snapshot Current => _snapshot;

    /// <summary>Answers every later query from another snapshot; queries under way finish on theirs.</summary>
    /// <param name="snapshot">The snapshot to use.</param>
    public void Use(Snapshot snapshot) => _snapshot = snapshot;

    /// <inheritdoc/>
    public ValueTask<SearchAnswer> SearchAsync(SearchQuery query, CancellationToken cancellationToken) => new(_snapshot.Search(query, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Suggestion>> SuggestAsync(SuggestQuery query, CancellationToken cancellationToken) =>
        new(_snapshot.Suggest(query, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SearchHit>> SimilarAsync(string id, int limit, IReadOnlyList<KeywordFilter> filters, CancellationToken cancellationToken) =>
        new(_snapshot.Similar(id, limit, filters, cancellationToken));
}
