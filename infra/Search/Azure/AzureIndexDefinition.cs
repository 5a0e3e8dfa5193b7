using Azure.Search.Documents.Indexes.Models;

namespace Marketplace.Search.Azure;

/// <summary>
/// The index as the service has to know it. Texts are analyzed as the embedded engine does it: folded width and case, Chinese as overlapping pairs and
/// single characters. The service's own Chinese analyzers (zh-Hans.microsoft, zh-Hans.lucene) cut by dictionary, which loses on administrative terms that
/// are in no dictionary, and would give other answers than the embedded engine.
/// </summary>
internal static class AzureIndexDefinition
{
    private const string IndexText = "text_index";
    private const string SearchText = "text_search";
    private const string IndexInside = "inside_index";
    private const string SearchInside = "inside_search";
    private const string PairsAndCharacters = "pairs_and_characters";
    private const string Pairs = "pairs";
    private const string Inside = "inside";
    private const string Weights = "weights";

    /// <summary>The longest part of a completion that can be looked for.</summary>
    public const int LongestInside = 20;

    public static SearchIndex Create(AzureSearchOptions options)
    {
        var index = new SearchIndex(options.IndexName, [.. Fields(options.KeywordFields)]);
        index.TokenFilters.Add(new CjkBigramTokenFilter(PairsAndCharacters) { OutputUnigrams = true });
        index.TokenFilters.Add(new CjkBigramTokenFilter(Pairs) { OutputUnigrams = false });
        index.TokenFilters.Add(new NGramTokenFilter(Inside) { MinGram = 1, MaxGram = LongestInside });
        index.Analyzers.Add(Analyzer(IndexText, LexicalTokenizerName.Standard, PairsAndCharacters));
        index.Analyzers.Add(Analyzer(SearchText, LexicalTokenizerName.Standard, Pairs));
        index.Analyzers.Add(Analyzer(IndexInside, LexicalTokenizerName.Keyword, Inside));
        index.Analyzers.Add(Analyzer(SearchInside, LexicalTokenizerName.Keyword));
        index.ScoringProfiles.Add(new ScoringProfile(Weights) { TextWeights = new TextWeights(new Dictionary<string, double> { [AzureFields.Name] = 2 }) });
        index.DefaultScoringProfile = Weights;
        index.Similarity = new BM25Similarity { K1 = 1.2, B = 0.75 };
        return index;
    }

    private static IEnumerable<SearchField> Fields(IReadOnlyList<string> keywords)
    {
        var text = SearchFieldDataType.String;
        var texts = SearchFieldDataType.Collection(text);
        var key = Plain(AzureFields.Key, text, filter: true, sort: true);
        key.IsKey = true;
        yield return key;
        yield return Plain(AzureFields.Id, text);
        yield return Plain(AzureFields.Tie, text, filter: true, sort: true);
        yield return Plain(AzureFields.Version, SearchFieldDataType.Int64);
        yield return Plain(AzureFields.Gone, SearchFieldDataType.Boolean, filter: true);
        yield return Plain(AzureFields.Touched, SearchFieldDataType.DateTimeOffset, filter: true);
        yield return Searched(AzureFields.Name, text, IndexText, SearchText);
        yield return Plain(AzureFields.NameOrder, text, filter: true, sort: true);
        yield return Searched(AzureFields.Summary, text, IndexText, SearchText);
        yield return Searched(AzureFields.Body, text, IndexText, SearchText);
        yield return Searched(AzureFields.Tags, texts, IndexText, SearchText);
        yield return Plain(AzureFields.Attention, SearchFieldDataType.Double, filter: true, sort: true);
        yield return Plain(AzureFields.PublishedAt, SearchFieldDataType.DateTimeOffset, filter: true, sort: true);
        yield return Plain(AzureFields.UpdatedAt, SearchFieldDataType.DateTimeOffset, filter: true);
        yield return Searched(AzureFields.CompletionTexts, texts, IndexInside, SearchInside);
        yield return Plain(AzureFields.CompletionTypes, texts);
        yield return Plain(AzureFields.Stored, text);
        foreach (var keyword in keywords)
        {
            yield return Plain(AzureFields.Keyword(keyword), texts, filter: true, facet: true);
        }
    }

    // What is not said defaults to true, and a text that can be filtered by may not exceed 32 KiB.
    private static SearchField Plain(string name, SearchFieldDataType type, bool filter = false, bool sort = false, bool facet = false) =>
        new(name, type) { IsSearchable = false, IsFilterable = filter, IsSortable = sort, IsFacetable = facet };

    private static SearchField Searched(string name, SearchFieldDataType type, string indexAnalyzer, string searchAnalyzer)
    {
        var field = Plain(name, type);
        field.IsSearchable = true;
        field.IndexAnalyzerName = indexAnalyzer;
        field.SearchAnalyzerName = searchAnalyzer;
        return field;
    }

    private static CustomAnalyzer Analyzer(string name, LexicalTokenizerName tokenizer, params string[] last)
    {
        var analyzer = new CustomAnalyzer(name, tokenizer);
        analyzer.TokenFilters.Add("cjk_width");
        analyzer.TokenFilters.Add(TokenFilterName.Lowercase);
        foreach (var filter in last)
        {
            analyzer.TokenFilters.Add(filter);
        }

        return analyzer;
    }
}
