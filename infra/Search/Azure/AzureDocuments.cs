using AzureDocument = Azure.Search.Documents.Models.SearchDocument;

namespace Marketplace.Search.Azure;

/// <summary>Documents as the service keeps them.</summary>
internal static class AzureDocuments
{
    public static AzureDocument From(SearchDocument document, IReadOnlyList<string> keywordFields, DateTimeOffset now)
    {
        var completions = document.Completions.Where(completion => !string.IsNullOrWhiteSpace(completion.Text)).ToList();
        var stored = Marker(document.Id, document.Version, gone: false, now);
        stored[AzureFields.Name] = document.Name;
        stored[AzureFields.NameOrder] = AzureFields.NameOrderOf(document.Name);
        stored[AzureFields.Summary] = document.Summary;
        stored[AzureFields.Body] = document.Body;
        stored[AzureFields.Tags] = document.Tags;
        stored[AzureFields.Attention] = document.Attention;
        stored[AzureFields.PublishedAt] = document.PublishedAt;
        stored[AzureFields.UpdatedAt] = document.UpdatedAt;
        stored[AzureFields.CompletionTexts] = completions.Select(completion => completion.Text).ToArray();
        stored[AzureFields.CompletionTypes] = completions.Select(completion => completion.Type).ToArray();
        stored[AzureFields.Stored] = Convert.ToBase64String(document.Stored.Span);
        foreach (var field in keywordFields)
        {
            stored[AzureFields.Keyword(field)] = document.Keywords.Where(keyword => keyword.Name == field).SelectMany(keyword => keyword.Values)
                .Distinct().ToArray();
        }

        return stored;
    }

    /// <summary>What is left of a deleted document, so that an older change which arrives late can be ignored.</summary>
    public static AzureDocument Tombstone(string id, long version, DateTimeOffset now) => Marker(id, version, gone: true, now);

    /// <summary>The stored document as a hit.</summary>
    public static SearchHit ToHit(AzureDocument document, double score, Highlights? highlights) =>
        new(document.GetString(AzureFields.Id), score, Convert.FromBase64String(document.GetString(AzureFields.Stored) ?? ""), highlights);

    public static IReadOnlyList<KeywordField> Keywords(AzureDocument document, IReadOnlyList<string> keywordFields) =>
        [.. keywordFields.Select(field => new KeywordField(field, document.GetStringCollection(AzureFields.Keyword(field)).ToList()))
            .Where(field => field.Values.Count > 0)];

    /// <summary>About how many bytes a document takes in a request.</summary>
    public static long SizeOf(SearchDocument document) =>
        ((document.Name.Length + document.Summary.Length + document.Body.Length) * 3L) + (document.Stored.Length * 4L / 3) + 4096;

    private static AzureDocument Marker(string id, long version, bool gone, DateTimeOffset now) => new()
    {
        [AzureFields.Key] = AzureFields.KeyOf(id),
        [AzureFields.Id] = id,
        [AzureFields.Tie] = AzureFields.TieOf(id),
        [AzureFields.Version] = version,
        [AzureFields.Gone] = gone,
        [AzureFields.Touched] = now,
    };
}
