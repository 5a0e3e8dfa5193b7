using Azure.Search.Documents;
using Azure.Search.Documents.Models;
using AzureDocument = Azure.Search.Documents.Models.SearchDocument;

namespace Marketplace.Search.Azure;

/// <summary>
/// Answers a query by the service. Counts of a field that leave out the field's own selection need a request of their own, as do totals and counts of a later
/// page, which may not depend on where the page begins; all requests of a query are sent at once.
/// </summary>
internal sealed class AzureSearcher(SearchClient client, TimeProvider time)
{
    // The service skips no further.
    private const int MaxSkip = 100_000;

    public async Task<SearchAnswer> SearchAsync(SearchQuery query, CancellationToken cancellationToken)
    {
        var text = AzureQueryText.Parse(query.Text);
        var sort = query.Sort == SearchSort.Relevance && !text.HasText ? SearchSort.Newest : query.Sort;
        var page = query.Continuation is { } continuation ? AzureContinuation.Decode(continuation, sort) : new(sort, Relaxed: false, 0, 0, "", "");
        var limit = Math.Clamp(query.Limit, 0, SearchQuery.MaxLimit);
        var parts = await AskAsync(query, text, page, limit, cancellationToken);
        if (page is { Relaxed: false, Tie: "", Skip: 0 } && parts.Total == 0 && text.CanRelax)
        {
            page = page with { Relaxed = true };
            parts = await AskAsync(query, text, page, limit, cancellationToken);
        }

        var hits = parts.Hits.Take(limit)
            .Select(hit => AzureDocuments.ToHit(hit.Document, text.HasText ? hit.Score ?? 0 : 0, HighlightsOf(query, hit))).ToList();
        var next = parts.Hits.Count > limit && limit > 0 ? Next(page, parts, limit) : null;
        return new SearchAnswer(hits, parts.Total, parts.Facets, next?.Encode(), page.Relaxed, time.GetUtcNow());
    }

    private static AzureContinuation? Next(AzureContinuation page, Parts parts, int limit)
    {
        var last = parts.Hits[limit - 1].Document;
        if (page.Sort != SearchSort.Relevance)
        {
            return page with { Total = parts.Total, Position = AzureOrder.PositionOf(last, page.Sort), Tie = last.GetString(AzureFields.Tie) };
        }

        var skip = page.Skip + limit;
        return skip <= MaxSkip ? page with { Total = parts.Total, Skip = skip } : null;
    }

    private async Task<Parts> AskAsync(SearchQuery query, AzureQueryText text, AzureContinuation page, int limit, CancellationToken cancellationToken)
    {
        var lucene = text.ToLucene(page.Relaxed);
        var selected = query.Facets.Where(field => query.Filters.Any(filter => !filter.Required && filter.Field == field)).ToList();
        var open = query.Facets.Except(selected).ToList();
        var counting = CountAsync(lucene, AzureFilter.Of(query, text), open, cancellationToken);
        var countings = selected.Select(field => CountAsync(lucene, AzureFilter.Of(query, text, except: field), [field], cancellationToken)).ToList();
        var hits = limit == 0 ? [] : await HitsAsync(lucene, query, text, page, limit + 1, cancellationToken);

        var (total, counts) = await counting;
        foreach (var (_, own) in await Task.WhenAll(countings))
        {
            counts.AddRange(own);
        }

        return new Parts(hits, total, [.. query.Facets.Select(field => counts.First(count => count.Field == field))]);
    }

    private async Task<List<SearchResult<AzureDocument>>> HitsAsync(
        string lucene, SearchQuery query, AzureQueryText text, AzureContinuation page, int size, CancellationToken cancellationToken)
    {
        var filter = AzureFilter.Of(query, text);
        var options = Options(page.Tie.Length == 0 ? filter : AzureFilter.And([filter, AzureOrder.After(page.Sort, page.Position, page.Tie)]));
        options.Size = size;
        options.Skip = page.Skip;
        foreach (var order in AzureOrder.By(page.Sort))
        {
            options.OrderBy.Add(order);
        }

        foreach (var field in (string[])[AzureFields.Id, AzureFields.Tie, AzureFields.Name, AzureFields.NameOrder, AzureFields.Attention,
            AzureFields.PublishedAt, AzureFields.Stored])
        {
            options.Select.Add(field);
        }

        if (query.Highlight && text.HasText)
        {
            options.HighlightPreTag = AzureHighlights.Before.ToString();
            options.HighlightPostTag = AzureHighlights.After.ToString();
            foreach (var field in (string[])[AzureFields.Name, AzureFields.Summary, AzureFields.Body])
            {
                options.HighlightFields.Add($"{field}-1");
            }
        }

        var found = await client.SearchAsync<AzureDocument>(lucene, options, cancellationToken);
        return await found.Value.GetResultsAsync().Take(size).ToListAsync(cancellationToken);
    }

    private async Task<(long Total, List<FacetResult> Facets)> CountAsync(
        string lucene, string filter, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var options = Options(filter);
        options.Size = 0;
        options.IncludeTotalCount = true;
        foreach (var field in fields)
        {
            options.Facets.Add($"{AzureFields.Keyword(field)},count:0"); // 0 counts all values, exactly
        }

        var found = (await client.SearchAsync<AzureDocument>(lucene, options, cancellationToken)).Value;
        return (found.TotalCount ?? 0, [.. fields.Select(field => new FacetResult(field, Counts(found.Facets[AzureFields.Keyword(field)])))]);
    }

    private static List<FacetCount> Counts(IEnumerable<global::Azure.Search.Documents.Models.FacetResult> counts) =>
        [.. counts.Where(count => count.Count > 0)
            .Select(count => new FacetCount((string)count.Value, count.Count ?? 0))
            .OrderByDescending(count => count.Count)
            .ThenBy(count => count.Value, StringComparer.Ordinal)];

    private static SearchOptions Options(string filter)
    {
        var options = new SearchOptions { Filter = filter, QueryType = SearchQueryType.Full, SearchMode = SearchMode.Any };
        foreach (var field in AzureFields.Texts)
        {
            options.SearchFields.Add(field);
        }

        return options;
    }

    private static Highlights? HighlightsOf(SearchQuery query, SearchResult<AzureDocument> hit) =>
        query.Highlight ? AzureHighlights.Of(hit.Document.GetString(AzureFields.Name), hit.Highlights) : null;

    private sealed record Parts(IReadOnlyList<SearchResult<AzureDocument>> Hits, long Total, IReadOnlyList<FacetResult> Facets);
}
