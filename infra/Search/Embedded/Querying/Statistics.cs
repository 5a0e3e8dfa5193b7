using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Statistics over all segments of a snapshot. Deleted documents count until a merge drops them.</summary>
internal sealed class Statistics
{
    public Statistics(IReadOnlyList<(Segment Segment, DeleteSet Deletes)> parts, RankingOptions ranking)
    {
        var lengths = 0L;
        foreach (var (segment, _) in parts)
        {
            Documents += segment.Count;
            lengths += segment.Image.SumOfLengths;
        }

        Ranking = ranking;
        AverageLength = Documents == 0 ? 1 : Math.Max(1, (float)((double)lengths / Documents / Impact.One));
        Saturation = Impact.Saturation(ranking, AverageLength);
    }

    public long Documents { get; }

    public float AverageLength { get; }

    public RankingOptions Ranking { get; }

    public float[] Saturation { get; }
}
