using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

public sealed class SimilarTests
{
    private static readonly SearchDocument[] Documents =
    [
        Document("a", "危化品运输监管", "危险化学品运输车辆定位，风险预警"),
        Document("b", "危险货物运输监控", "危险化学品车辆轨迹与风险预警"),
        Document("c", "河长制平台", "巡河问题上报"),
        Document("d", "河湖巡查", "河长巡河，问题上报与整改"),
        Document("e", "视频会议", "跨层级会议预约"),
    ];

    private static readonly Snapshot Index = new(
        [(Corpus.Build(Documents[..2]), DeleteSet.Empty), (Corpus.Build(Documents[2..]), DeleteSet.Empty)], DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData("a", "b")]
    [InlineData("d", "c")]
    public void The_most_similar_comes_first_and_never_itself(string id, string expected)
    {
        var hits = Similar(Index, id, 10);
        Assert.Equal(expected, hits[0].Id);
        Assert.DoesNotContain(hits, hit => hit.Id == id);
    }

    [Fact]
    public void Filters_and_the_limit_hold()
    {
        Assert.Single(Similar(Index, "a", 1));
        Assert.Empty(Similar(Index, "a", 0));
        Assert.Empty(Similar(Index, "a", 10, new KeywordFilter("kind", ["none"])));
    }

    [Fact]
    public void What_is_not_in_the_index_has_nothing_similar()
    {
        Assert.Empty(Similar(Index, "z", 10));
        var deleted = new Snapshot([(Index.Parts[0].Segment, DeleteSet.Empty.With([0]))], DateTimeOffset.UnixEpoch);
        Assert.Empty(Similar(deleted, "a", 10));
        Assert.Empty(Similar(Index, "e", 10));
    }

    private static IReadOnlyList<SearchHit> Similar(Snapshot snapshot, string id, int limit, params IReadOnlyList<KeywordFilter> filters) =>
        snapshot.Similar(id, limit, filters, TestContext.Current.CancellationToken);

    private static SearchDocument Document(string id, string name, string summary) => new() { Id = id, Version = 1, Name = name, Summary = summary };
}
