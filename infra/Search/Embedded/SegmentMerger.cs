using Marketplace.Search.Embedded.Building;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded;

/// <summary>Makes one segment of several, without the documents that are deleted. It needs nothing but their images.</summary>
public static class SegmentMerger
{
    /// <summary>Merges segments: the result is, byte for byte, what building their live documents anew in this order gives.</summary>
    /// <param name="parts">The segments and their deleted documents; an id is live in one of them at most, and at most <see cref="Segment.MaxDocuments"/>
    /// are.</param>
    /// <returns>The image for <see cref="Segment.Load"/>.</returns>
    /// <exception cref="ArgumentException">More documents are live than one segment holds.</exception>
    public static byte[] Merge(IReadOnlyList<(Segment Segment, DeleteSet Deletes)> parts)
    {
        var live = parts.Sum(part => (long)part.Segment.Count - part.Deletes.Count);
        if (live > Segment.MaxDocuments)
        {
            throw new ArgumentException($"A segment holds at most {Segment.MaxDocuments} documents, not {live}.", nameof(parts));
        }

        var merged = new SegmentParts();
        var sources = new MergeSource[parts.Count];
        for (var i = 0; i < sources.Length; i++)
        {
            sources[i] = new MergeSource(parts[i].Segment, parts[i].Deletes, merged.Columns.Count);
            sources[i].CopyDocuments(merged);
        }

        var image = new ImageWriter();
        TermMerger.Write(image, sources, (int)live);
        return merged.Finish(image);
    }
}
