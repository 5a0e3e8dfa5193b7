namespace Marketplace.Search.Embedded;

/// <summary>Makes a segment's image from documents.</summary>
public static class SegmentBuilder
{
    /// <summary>Indexes documents. The same documents in the same order give the same bytes.</summary>
    /// <param name="documents">At most <see cref="Segment.MaxDocuments"/>; of two with one id the higher version stays, the later one if equal.</param>
    /// <param name="ranking">The field weights; <see cref="RankingOptions.Default"/> if null.</param>
    /// <returns>The image for <see cref="Segment.Load"/>.</returns>
    /// <exception cref="ArgumentException">There are too many documents, an id is empty or too long, or an attention is NaN.</exception>
    public static byte[] Build(IReadOnlyList<SearchDocument> documents, RankingOptions? ranking = null) => throw new NotSupportedException();
}
