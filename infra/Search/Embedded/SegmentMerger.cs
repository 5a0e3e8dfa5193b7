namespace Marketplace.Search.Embedded;

/// <summary>Makes one segment of several, without the documents that are deleted. It needs nothing but their images.</summary>
public static class SegmentMerger
{
    /// <summary>Merges segments: the result equals building their live documents, in order, anew.</summary>
    /// <param name="parts">The segments and their deleted documents; an id is live in one of them at most, and at most <see cref="Segment.MaxDocuments"/> are.</param>
    /// <returns>The image for <see cref="Segment.Load"/>.</returns>
    /// <exception cref="ArgumentException">More documents are live than one segment holds.</exception>
    public static byte[] Merge(IReadOnlyList<(Segment Segment, DeleteSet Deletes)> parts) => throw new NotSupportedException();
}
