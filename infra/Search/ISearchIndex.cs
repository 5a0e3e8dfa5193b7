namespace Marketplace.Search;

/// <summary>Answers queries from an index. Implementations are safe for any number of threads.</summary>
public interface ISearchIndex
{
    /// <summary>Finds documents.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    /// <returns>One page of hits, with totals and facets over all of them.</returns>
    /// <exception cref="FormatException">The continuation is not one of this engine's for this sort.</exception>
    ValueTask<SearchAnswer> SearchAsync(SearchQuery query, CancellationToken cancellationToken);

    /// <summary>Completes what somebody types.</summary>
    /// <param name="query">What was typed so far.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    /// <returns>Distinct suggestions, best first.</returns>
    ValueTask<IReadOnlyList<Suggestion>> SuggestAsync(SuggestQuery query, CancellationToken cancellationToken);

    /// <summary>Finds documents that are about what a document is about.</summary>
    /// <param name="id">The document to compare with; it is not among the hits.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="filters">All of these have to hold for a hit.</param>
    /// <param name="cancellationToken">Ends the search early.</param>
    /// <returns>The most similar ones, best first; none if the document is not in the index.</returns>
    ValueTask<IReadOnlyList<SearchHit>> SimilarAsync(string id, int limit, IReadOnlyList<KeywordFilter> filters, CancellationToken cancellationToken);
}
