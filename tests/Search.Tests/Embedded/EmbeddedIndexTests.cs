using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

public sealed class EmbeddedIndexTests
{
    private static readonly DateTimeOffset Then = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_empty_index_answers_everything_with_nothing()
    {
        var index = new EmbeddedIndex(Snapshot.Empty);
        var cancellationToken = TestContext.Current.CancellationToken;
        var answer = await index.SearchAsync(new SearchQuery { Text = "数据", Facets = ["kind"], Highlight = true }, cancellationToken);
        Assert.Equal((0, 0L, false, null), (answer.Hits.Count, answer.Total, answer.Relaxed, answer.Continuation));
        Assert.Empty(Assert.Single(answer.Facets).Values);
        Assert.Empty(await index.SuggestAsync(new SuggestQuery("数", 10, []), cancellationToken));
        Assert.Empty(await index.SimilarAsync("1", 10, [], cancellationToken));
    }

    [Fact]
    public async Task Another_snapshot_answers_from_the_next_query_on()
    {
        var index = new EmbeddedIndex(Snapshot.Empty);
        index.Use(new Snapshot([(Corpus.Build(Document(1)), DeleteSet.Empty)], Then));
        var answer = await index.SearchAsync(new SearchQuery { Text = "平台" }, TestContext.Current.CancellationToken);
        var hit = Assert.Single(answer.Hits);
        Assert.Equal(("1", Then), (hit.Id, answer.IndexedAt));
        Assert.Equal([1, 2, 3], hit.Stored.ToArray());
        Assert.Equal(1, index.Current.Count);
    }

    [Fact]
    public async Task Queries_on_many_threads_do_not_disturb_each_other_while_snapshots_change()
    {
        var small = Corpus.Snapshot([.. Enumerable.Range(0, 100).Select(Document)]);
        var large = Corpus.Snapshot([.. Enumerable.Range(0, 3_000).Select(Document)]);
        var index = new EmbeddedIndex(small);
        await Parallel.ForAsync(0, 2_000, TestContext.Current.CancellationToken, async (i, cancellationToken) =>
        {
            index.Use(i % 2 == 0 ? small : large);
            var answer = await index.SearchAsync(new SearchQuery { Text = i % 3 == 0 ? "平台 无此" : "平台", Facets = ["kind"], Limit = 5 }, cancellationToken);
            Assert.Contains(answer.Total, (long[])[100, 3_000]);
            Assert.Equal(answer.Total, answer.Facets[0].Values.Sum(value => value.Count));
        });
    }

    [Fact]
    public async Task A_cancelled_search_ends()
    {
        var index = new EmbeddedIndex(Corpus.Snapshot(Document(1)));
        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
            await index.SearchAsync(new SearchQuery { Text = "平台" }, new CancellationToken(canceled: true)));
    }

    private static SearchDocument Document(int i) => new()
    {
        Id = $"{i}",
        Version = 1,
        Name = $"平台{i}",
        Keywords = [new("kind", [$"{i % 3}"])],
        Stored = new byte[] { 1, 2, 3 },
    };
}
