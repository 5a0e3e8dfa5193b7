using Marketplace.Search;
using Marketplace.Search.Store;

namespace Marketplace.Functions.Indexing;

/// <summary>
/// The index once it has been read: until then it would answer that there is nothing, and a marketplace without listings is worse than one that is away.
/// </summary>
internal sealed class LoadedIndex(BlobSearchStore store) : ISearchIndex
{
    private ISearchIndex Index => store.Status.Loaded ? store.Index : throw new IndexNotLoadedException();

    public ValueTask<SearchAnswer> SearchAsync(SearchQuery query, CancellationToken cancellationToken) => Index.SearchAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<Suggestion>> SuggestAsync(SuggestQuery query, CancellationToken cancellationToken) =>
        Index.SuggestAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<SearchHit>> SimilarAsync(string id, int limit, IReadOnlyList<KeywordFilter> filters, CancellationToken cancellationToken) =>
        Index.SimilarAsync(id, limit, filters, cancellationToken);
}

/// <summary>Storage has been away since this process started, so that it knows no listings yet.</summary>
internal sealed class IndexNotLoadedException() : Exception("The index has not been read yet.");
