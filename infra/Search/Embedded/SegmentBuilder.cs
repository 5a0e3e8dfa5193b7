using Marketplace.Search.Embedded.Building;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded;

/// <summary>Makes a segment's image from documents.</summary>
public static class SegmentBuilder
{
    /// <summary>The longest <see cref="SearchDocument.Id"/>, in UTF-16 units.</summary>
    public const int MaxIdLength = 128;

    /// <summary>
    /// Indexes documents. The same documents in the same order give the same bytes. Takes about 3 KB of working memory a document of 200 characters.
    /// </summary>
    /// <param name="documents">At most <see cref="Segment.MaxDocuments"/>; of two with one id the higher version stays, the later one if equal.</param>
    /// <param name="ranking">The field weights; <see cref="RankingOptions.Default"/> if null.</param>
    /// <returns>The image for <see cref="Segment.Load"/>.</returns>
    /// <exception cref="ArgumentException">There are too many documents or too much text, an id is empty or too long, or an attention is NaN.</exception>
    public static byte[] Build(IReadOnlyList<SearchDocument> documents, RankingOptions? ranking = null)
    {
        if (documents.Count > Segment.MaxDocuments)
        {
            throw new ArgumentException($"A segment holds at most {Segment.MaxDocuments} documents, not {documents.Count}.", nameof(documents));
        }

        var weights = FieldWeights.Of(ranking ?? RankingOptions.Default);
        var parts = new SegmentParts();
        var terms = new TermIndexer();
        var counts = new TermCounts();
        foreach (var document in Latest(documents))
        {
            var ordinal = parts.Columns.Count;
            counts.Clear();
            Count(document, weights, counts);
            terms.Add(ordinal, counts);
            parts.Columns.Add(document, counts);
            foreach (var keyword in Merged(document.Keywords).Where(keyword => keyword.Values.Count > 0))
            {
                var column = parts.Keyword(keyword.Name);
                column.Assign(ordinal, column.SetOf(keyword.Values));
            }

            foreach (var completion in document.Completions)
            {
                parts.AddCompletion(completion.Text, completion.Type, ordinal);
            }
        }

        var image = new ImageWriter();
        terms.Write(image, parts.Columns.Count);
        return parts.Finish(image);
    }

    private static void Count(SearchDocument document, FieldWeights weights, TermCounts counts)
    {
        counts.AddField(document.Name, weights.Name);
        counts.AddField(document.Summary, weights.Summary);
        counts.AddField(document.Body, weights.Body);
        foreach (var tag in document.Tags)
        {
            counts.AddField(tag, weights.Tags);
        }

        counts.AddName(document.Name);
    }

    private static IEnumerable<SearchDocument> Latest(IReadOnlyList<SearchDocument> documents)
    {
        var latest = new Dictionary<string, SearchDocument>(documents.Count, StringComparer.Ordinal);
        foreach (var document in documents)
        {
            if (document.Id.Length is 0 or > MaxIdLength)
            {
                throw new ArgumentException($"A document's id has 1 to {MaxIdLength} characters, not {document.Id.Length}.", nameof(documents));
            }

            if (double.IsNaN(document.Attention))
            {
                throw new ArgumentException($"The attention of document {document.Id} is not a number.", nameof(documents));
            }

            if (!latest.TryGetValue(document.Id, out var other) || other.Version <= document.Version)
            {
                latest[document.Id] = document;
            }
        }

        return latest.Count == documents.Count ? documents : documents.Where(document => ReferenceEquals(latest[document.Id], document));
    }

    private static IEnumerable<KeywordField> Merged(IReadOnlyList<KeywordField> keywords) =>
        keywords.DistinctBy(keyword => keyword.Name, StringComparer.Ordinal).Count() == keywords.Count
            ? keywords
            : keywords.GroupBy(keyword => keyword.Name, StringComparer.Ordinal)
                .Select(same => new KeywordField(same.Key, [.. same.SelectMany(keyword => keyword.Values)]));
}
