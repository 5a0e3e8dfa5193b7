using Azure;
using Azure.Search.Documents;
using Azure.Search.Documents.Models;
using Marketplace.Search.Analysis;
using AzureDocument = Azure.Search.Documents.Models.SearchDocument;

namespace Marketplace.Search.Azure;

/// <summary>
/// Suggestions and similar documents. The service's own suggesters know neither types nor how many documents carry a text, so completions are searched as parts
/// of texts and put in order here, over the documents with the highest attention that match.
/// </summary>
internal sealed class AzureSuggester(SearchClient client, IReadOnlyList<string> keywordFields)
{
    private const int DocumentsConsidered = 200;

    public async Task<IReadOnlyList<Suggestion>> SuggestAsync(SuggestQuery query, CancellationToken cancellationToken)
    {
        var typed = NameOrder.Fold(query.Prefix);
        if (typed.Length == 0 || query.Limit <= 0)
        {
            return [];
        }

        var part = typed.Length > AzureIndexDefinition.LongestInside ? typed[..AzureIndexDefinition.LongestInside] : typed;
        var options = Options(query.Filters, DocumentsConsidered);
        options.SearchFields.Add(AzureFields.CompletionTexts);
        options.OrderBy.Add($"{AzureFields.Attention} desc");
        var found = (await client.SearchAsync<AzureDocument>(AzureQueryText.Quoted(part), options, cancellationToken)).Value;
        var documents = await found.GetResultsAsync().Take(DocumentsConsidered).Select(hit => hit.Document).ToListAsync(cancellationToken);
        return [.. AzureCompletions.Rank(documents, typed, keywordFields).Take(query.Limit)];
    }

    /// <summary>The service has no "more like this" outside previews: this looks for any of the words of the document's name and tags.</summary>
    public async Task<IReadOnlyList<SearchHit>> SimilarAsync(string id, int limit, IReadOnlyList<KeywordFilter> filters, CancellationToken cancellationToken)
    {
        if (limit <= 0 || await TryGetAsync(id, cancellationToken) is not { } document)
        {
            return [];
        }

        var words = AzureQueryText.Parse(string.Join(' ', document.GetStringCollection(AzureFields.Tags).Prepend(document.GetString(AzureFields.Name)))
            .Replace('"', ' '));
        if (!words.HasText)
        {
            return [];
        }

        var options = Options(filters, limit);
        options.Filter = AzureFilter.And([options.Filter, $"{AzureFields.Key} ne {AzureFilter.Text(AzureFields.KeyOf(id))}"]);
        foreach (var field in AzureFields.Texts)
        {
            options.SearchFields.Add(field);
        }

        var found = (await client.SearchAsync<AzureDocument>(words.ToLucene(relaxed: true), options, cancellationToken)).Value;
        return await found.GetResultsAsync().Take(limit).Select(hit => AzureDocuments.ToHit(hit.Document, hit.Score ?? 0, null)).ToListAsync(cancellationToken);
    }

    private static SearchOptions Options(IReadOnlyList<KeywordFilter> filters, int size) => new()
    {
        Filter = AzureFilter.And(AzureFilter.Of(filters)),
        QueryType = SearchQueryType.Full,
        SearchMode = SearchMode.Any,
        Size = size,
    };

    private async Task<AzureDocument?> TryGetAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var document = (await client.GetDocumentAsync<AzureDocument>(AzureFields.KeyOf(id), cancellationToken: cancellationToken)).Value;
            return document.GetBoolean(AzureFields.Gone) == true ? null : document;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
