using Marketplace.Search.Embedded;
using Marketplace.Search.Store;

namespace Marketplace.Search.Tests.Store;

public sealed class MergePolicyTests
{
    [Theory]
    [InlineData(new int[0], new int[0])]
    [InlineData(new[] { 1, 1, 1 }, new int[0])]
    [InlineData(new[] { 1, 1, 1, 1 }, new[] { 0, 1, 2, 3 })]
    [InlineData(new[] { 1, 2, 3, 4, 1 }, new[] { 0, 1, 2, 4 })]
    [InlineData(new[] { 4, 1, 5, 1, 6, 1, 15 }, new[] { 0, 2, 4, 6 })]
    [InlineData(new[] { 4, 1, 1, 5, 6, 7, 1, 1 }, new[] { 1, 2, 6, 7 })]
    [InlineData(new[] { 40, 40, 40, 40 }, new[] { 0, 1 })]
    [InlineData(new[] { 90, 91, 92, 93 }, new int[0])]
    [InlineData(new[] { 100, 100, 100, 100, 100 }, new int[0])]
    public void A_full_tier_is_merged_smallest_segments_first_up_to_the_limit(int[] sizes, int[] merged)
    {
        var policy = new MergePolicy(FanIn: 4, MaxDocuments: 100, Reclaims: false);

        Assert.Equal(merged, policy.Next(Live(sizes)));
    }

    [Theory]
    [InlineData(1000, 249, false)]
    [InlineData(1000, 250, true)]
    [InlineData(255, 254, false)]
    public void A_segment_is_rewritten_when_a_quarter_of_it_is_deleted_and_it_is_not_tiny(int documents, int deleted, bool rewritten)
    {
        var policy = new MergePolicy(FanIn: 4, MaxDocuments: 100_000, Reclaims: true);

        Assert.Equal(rewritten ? [0] : [], policy.Next([new(documents, deleted)]));
        Assert.Empty((policy with { Reclaims = false }).Next([new(documents, deleted)]));
    }

    [Fact]
    public void Ten_thousand_commits_of_one_entry_leave_few_segments_and_rewrite_each_entry_a_few_times()
    {
        var segments = new List<SegmentSize>();
        var rewritten = 0;
        var most = 0;
        for (var commit = 0; commit < 10_000; commit++)
        {
            segments.Add(new(1, 0));
            rewritten += MergeAll(segments, MergePolicy.Inline);
            most = Math.Max(most, segments.Count);
        }

        Assert.InRange(most, 8, 32);
        Assert.InRange(rewritten, 10_000, 45_000);
    }

    [Fact]
    public void Nothing_exceeds_what_a_segment_can_hold_and_merging_comes_to_an_end()
    {
        var segments = Enumerable.Repeat(new SegmentSize(20_000, 0), 50).ToList();

        MergeAll(segments, MergePolicy.Background);

        Assert.All(segments, segment => Assert.InRange(segment.Live, 1, Segment.MaxDocuments));
        Assert.Equal(1_000_000, segments.Sum(segment => segment.Live));
        Assert.InRange(segments.Count, 16, 20);
    }

    private static int MergeAll(List<SegmentSize> segments, MergePolicy policy)
    {
        var rewritten = 0;
        while (policy.Next(segments) is { Count: > 0 } chosen)
        {
            var live = chosen.Sum(index => segments[index].Live);
            foreach (var index in chosen.Reverse())
            {
                segments.RemoveAt(index);
            }

            segments.Add(new(live, 0));
            rewritten += live;
        }

        return rewritten;
    }

    private static List<SegmentSize> Live(int[] sizes) => [.. sizes.Select(size => new SegmentSize(size, 0))];
}
