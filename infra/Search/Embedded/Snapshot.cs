using System.Collections.Concurrent;
using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;
using Marketplace.Search.Embedded.Querying;

namespace Marketplace.Search.Embedded;

/// <summary>A searchable state of the index: some segments, what is deleted in each, and statistics over all of them. Immutable.</summary>
public sealed class Snapshot
{
    private readonly ConcurrentDictionary<string, FacetUnion> _facets = new(StringComparer.Ordinal);

    /// <summary>Puts segments together.</summary>
    /// <param name="parts">The segments and their deleted documents; an id is live in one segment at most.</param>
    /// <param name="indexedAt">How fresh this state is.</param>
    /// <param name="ranking">How relevance is computed; <see cref="RankingOptions.Default"/> if null.</param>
    public Snapshot(IReadOnlyList<(Segment Segment, DeleteSet Deletes)> parts, DateTimeOffset indexedAt, RankingOptions? ranking = null)
    {
        Parts = [.. parts];
        IndexedAt = indexedAt;
        Statistics = new Statistics(Parts, ranking ?? RankingOptions.Default);
    }

    /// <summary>A snapshot of nothing.</summary>
    public static Snapshot Empty { get; } = new([], DateTimeOffset.UnixEpoch);

    /// <summary>The segments and their deleted documents.</summary>
    public IReadOnlyList<(Segment Segment, DeleteSet Deletes)> Parts { get; }

    /// <summary>How fresh this state is.</summary>
    public DateTimeOffset IndexedAt { get; }

    /// <summary>How many documents can be found.</summary>
    public long Count => Parts.Sum(part => (long)part.Segment.Count - part.Deletes.Count);

    internal Statistics Statistics { get; }

    /// <summary>Finds documents, on the calling thread; see <see cref="ISearchIndex.SearchAsync"/>.</summary>
    /// <param name="query">What to look for.</param>
    /// <param name="cancellationToken">Ends the search between two segments.</param>
    /// <returns>One page of hits, with totals and facets over all of them.</returns>
    /// <exception cref="FormatException">The continuation is not one of this engine's for this query.</exception>
    public SearchAnswer Search(SearchQuery query, CancellationToken cancellationToken = default)
    {
        var parsed = QueryParser.Parse(query.Text);
        var page = query.Continuation is { } text ? ContinuationToken.Decode(text, query.Sort, parsed.Terms.Length) : null;
        var limit = Math.Clamp(query.Limit, 0, SearchQuery.MaxLimit);
        var lookup = new TermLookup(parsed.Terms, Parts);
        var plan = new SearchPlan
        {
            Query = parsed,
            Lookup = lookup,
            Scoring = page is null ? Scoring.FromStatistics(parsed, lookup, Statistics) : Scoring.FromPage(page, Statistics),
            Sort = query.Sort,
            After = page?.Last,
            UpdatedSince = query.UpdatedSince,
            Limits = [.. query.Filters.Where(filter => filter.Required || !query.Facets.Contains(filter.Field, StringComparer.Ordinal))],
            Selections = [.. query.Filters
                .Where(filter => !filter.Required && query.Facets.Contains(filter.Field, StringComparer.Ordinal))
                .GroupBy(filter => filter.Field, StringComparer.Ordinal)
                .Select(group => (group.Key, group.ToArray()))],
            Facets = [.. query.Facets.Select(field => new FacetCounter(field, FacetsOf(field)))],
            Capacity = limit == 0 ? 0 : limit + 1,
        };
        var run = new SearchRun(this, plan);
        run.Execute(page?.Level, cancellationToken);
        return Answer(query, plan, run, limit);
    }

    /// <summary>Completes what somebody types, on the calling thread; see <see cref="ISearchIndex.SuggestAsync"/>.</summary>
    /// <param name="query">What was typed so far.</param>
    /// <param name="cancellationToken">Ends the search between two segments.</param>
    /// <returns>Distinct suggestions, best first.</returns>
    public IReadOnlyList<Suggestion> Suggest(SuggestQuery query, CancellationToken cancellationToken = default) =>
        SuggestRun.Execute(this, query, cancellationToken);

    /// <summary>Finds similar documents, on the calling thread; see <see cref="ISearchIndex.SimilarAsync"/>.</summary>
    /// <param name="id">The document to compare with.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="filters">All of these have to hold for a hit.</param>
    /// <param name="cancellationToken">Ends the search between two segments.</param>
    /// <returns>The most similar ones, best first; none if the document is not in the index.</returns>
    public IReadOnlyList<SearchHit> Similar(string id, int limit, IReadOnlyList<KeywordFilter> filters, CancellationToken cancellationToken = default) =>
        SimilarRun.Execute(this, id, limit, filters, cancellationToken);

    private SearchAnswer Answer(SearchQuery query, SearchPlan plan, SearchRun run, int limit)
    {
        var found = run.TakeHits();
        var more = found.Length > limit;
        var highlighter = query.Highlight && plan.Query.HasText ? new Highlighter(plan.Query, plan.Scoring) : null;
        var hits = new SearchHit[Math.Min(found.Length, limit)];
        for (var i = 0; i < hits.Length; i++)
        {
            var (hit, key) = found[i];
            var segment = Parts[hit.Part].Segment;
            hits[i] = new SearchHit(key.Id, (double)hit.Score / Scoring.Scale, segment.StoredAt(hit.Ordinal),
                highlighter?.Of(new TextRecord(segment.TextAt(hit.Ordinal))));
        }

        return new SearchAnswer(
            hits,
            run.Total,
            Array.ConvertAll(plan.Facets, facet => facet.Result()),
            more ? new ContinuationToken(query.Sort, run.Level, found[limit - 1].Key, plan.Scoring.AverageLength, plan.Scoring.Weights).Encode() : null,
            run.Level != MatchLevel.All && run.Total > 0,
            IndexedAt);
    }

    private FacetUnion FacetsOf(string field) => _facets.GetOrAdd(field, static (name, parts) => new FacetUnion(name, parts), Parts);
}
