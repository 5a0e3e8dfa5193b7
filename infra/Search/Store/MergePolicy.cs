using Marketplace.Search.Embedded;

namespace Marketplace.Search.Store;

/// <summary>
/// Which segments to merge next. Segments of about equal size form a tier; a tier that is full becomes one segment of a higher tier. So an entry is rewritten
/// at most once a tier, and there are never more than <paramref name="FanIn"/> segments in any tier that can still grow.
/// </summary>
/// <param name="FanIn">How many segments fill a tier; each tier's segments are so many times larger than the one's below.</param>
/// <param name="MaxDocuments">The most live documents a merge may result in.</param>
/// <param name="Reclaims">Whether to rewrite a segment for the room of its deleted documents alone.</param>
internal sealed record MergePolicy(int FanIn, int MaxDocuments, bool Reclaims)
{
    private const int ReclaimAtPercent = 25;

    // Below this the room is not worth a rewrite: such segments are merged soon anyway.
    private const int ReclaimFromDocuments = 256;

    /// <summary>What a commit may merge while other writers wait: a few thousand documents at most.</summary>
    public static MergePolicy Inline { get; } = new(FanIn: 8, MaxDocuments: 4096, Reclaims: false);

    /// <summary>What is merged in the background.</summary>
    public static MergePolicy Background { get; } = new(FanIn: 4, MaxDocuments: Segment.MaxDocuments, Reclaims: true);

    /// <summary>Chooses the next merge.</summary>
    /// <param name="segments">The sizes of all segments.</param>
    /// <returns>Their indexes, ascending; none if all is well. Every merge leaves fewer segments or fewer deleted documents, so asking again comes to an
    /// end.</returns>
    public IReadOnlyList<int> Next(IReadOnlyList<SegmentSize> segments)
    {
        var full = Enumerable.Range(0, segments.Count)
            .Where(index => segments[index].Live < MaxDocuments)
            .GroupBy(index => Tier(segments[index].Live))
            .Where(tier => tier.Count() >= FanIn)
            .OrderBy(tier => tier.Key)
            .Select(tier => SmallestThatFit(tier, segments))
            .FirstOrDefault(chosen => chosen.Count > 1);
        return full ?? Reclaimable(segments);
    }

    private int Tier(int live)
    {
        var tier = 0;
        for (var size = live; size >= FanIn; size /= FanIn)
        {
            tier++;
        }

        return tier;
    }

    private List<int> SmallestThatFit(IEnumerable<int> tier, IReadOnlyList<SegmentSize> segments)
    {
        var chosen = new List<int>();
        var live = 0;
        foreach (var index in tier.OrderBy(index => segments[index].Live))
        {
            live += segments[index].Live;
            if (live > MaxDocuments)
            {
                break;
            }

            chosen.Add(index);
        }

        chosen.Sort();
        return chosen;
    }

    private List<int> Reclaimable(IReadOnlyList<SegmentSize> segments)
    {
        if (!Reclaims)
        {
            return [];
        }

        for (var index = 0; index < segments.Count; index++)
        {
            var (documents, deleted) = segments[index];
            if (documents >= ReclaimFromDocuments && deleted * 100L >= documents * (long)ReclaimAtPercent)
            {
                return [index];
            }
        }

        return [];
    }
}

/// <summary>How large a segment is.</summary>
/// <param name="Documents">Documents in its image.</param>
/// <param name="Deleted">How many of these are deleted.</param>
internal readonly record struct SegmentSize(int Documents, int Deleted)
{
    public int Live => Documents - Deleted;
}
