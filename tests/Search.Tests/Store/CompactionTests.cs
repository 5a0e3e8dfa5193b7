using Marketplace.Search.Embedded;
using Marketplace.Search.Store;
using Marketplace.TestKit;

namespace Marketplace.Search.Tests.Store;

public sealed class CompactionTests
{
    private static readonly FakeTimeProvider Tomorrow = FakeTimeProvider.Running(TimeSpan.FromDays(1));

    private readonly Catalogue _catalogue = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_index_nobody_has_written_needs_no_compaction()
    {
        await using var index = await TestIndex.CreateAsync();

        Assert.Equal(new CompactionReceipt(0, 0), await index.Open().Writer.CompactAsync(Cancelled));
    }

    [Fact]
    public async Task Compaction_leaves_fewer_segments_with_the_same_content()
    {
        await using var index = await TestIndex.CreateAsync();
        var store = index.Open();
        await FillAsync(store.Writer, 7);
        await store.RefreshAsync(Cancelled);
        var before = store.Status.Segments;

        var receipt = await store.Writer.CompactAsync(Cancelled);

        await store.RefreshAsync(Cancelled);
        Assert.InRange(receipt.Merges, 1, 2);
        Assert.InRange(store.Status.Segments, 1, before - 3);
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task What_is_deleted_while_segments_are_merged_stays_deleted()
    {
        await using var index = await TestIndex.CreateAsync();
        var writer = index.Open().Writer;

        var changing = Task.Run(
            async () =>
            {
                for (var i = 0; i < 60; i++)
                {
                    var id = $"id{i % 15}";
                    if (i % 4 == 3)
                    {
                        _catalogue.Withdraw(id);
                    }
                    else
                    {
                        _catalogue.Change(id);
                    }

                    await writer.ApplyAsync([id], _catalogue.LoadAsync, Cancelled);
                }
            },
            Cancelled);
        var compactor = index.Open(new IndexStoreOptions()).Writer;
        while (!changing.IsCompleted)
        {
            await compactor.CompactAsync(Cancelled);
        }

        await changing;

        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public void A_merged_segment_loses_what_its_sources_lost_meanwhile()
    {
        var draft = new Draft([]);
        draft.Add([TestIndex.Document("a", 1), TestIndex.Document("b", 1)]);
        draft.Add([TestIndex.Document("c", 1), TestIndex.Document("d", 1)]);
        draft.Remove(["d"]);
        var sources = draft.Parts.ToList();
        var merged = SegmentMerger.Merge([.. sources.Select(source => (source.Segment, source.Deletes))]);
        draft.Remove(["a"]);
        draft.Add([TestIndex.Document("a", 2)]);

        Assert.True(draft.TryReplace(sources, merged));

        Assert.Equal(2, draft.Parts.Count);
        Assert.Equal([2, 1, 1, null], new[] { "a", "b", "c", "d" }.Select(draft.Version));
        Assert.False(draft.TryReplace(sources, merged));
    }

    [Fact]
    public async Task Only_what_nothing_refers_to_and_is_old_is_removed()
    {
        await using var index = await TestIndex.CreateAsync();
        await FillAsync(index.Open().Writer, 30);
        await index.Open().Writer.CompactAsync(Cancelled);
        var stored = await CountAsync(index);

        Assert.Equal(0, (await index.Open().Writer.CompactAsync(Cancelled)).Removed);
        var receipt = await index.Open(time: Tomorrow).Writer.CompactAsync(Cancelled);

        Assert.InRange(receipt.Removed, 10, stored - 1);
        Assert.Equal(stored - receipt.Removed, await CountAsync(index));
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
        Assert.Equal(0, (await index.Open(time: Tomorrow).Writer.CompactAsync(Cancelled)).Removed);
    }

    [Fact]
    public async Task Removal_while_others_write_never_takes_what_they_need()
    {
        await using var index = await TestIndex.CreateAsync();
        var writer = index.Open().Writer;
        await FillAsync(writer, 20);
        var collector = index.Open(time: await ToCollectWhatIsOldNowAsync()).Writer;

        var writing = Task.Run(() => FillAsync(writer, 100), Cancelled);
        while (!writing.IsCompleted)
        {
            await collector.CompactAsync(Cancelled);
            Assert.NotEmpty(await index.ContentAsync());
        }

        await writing;
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    /// <summary>
    /// A clock by which all that stands now is garbage if nothing refers to it, and nothing that is written from now on; storage dates blobs by the second.
    /// </summary>
    private static async Task<FakeTimeProvider> ToCollectWhatIsOldNowAsync()
    {
        var old = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await Eventually.TrueAsync(() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() > old, Cancelled);
        return new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(old + 1) + TestIndex.Impatient.GarbageGrace) { HasRealTimers = true };
    }

    [Fact]
    public async Task Deletions_are_forgotten_in_the_end()
    {
        await using var index = await TestIndex.CreateAsync();
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 5), TestIndex.Upsert("b", 1)], Cancelled);
        await index.Open().Writer.ApplyAsync([new Delete("a", 6)], Cancelled);

        await index.Open(time: FakeTimeProvider.Running(TimeSpan.FromDays(15))).Writer.CompactAsync(Cancelled);

        Assert.Equal(1, (await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 4)], Cancelled)).Applied);
    }

    private static async Task<int> CountAsync(TestIndex index) => await index.Container.GetBlobsAsync(cancellationToken: Cancelled).CountAsync(Cancelled);

    private async Task FillAsync(ISearchWriter writer, int commits)
    {
        for (var i = 0; i < commits; i++)
        {
            _catalogue.Change($"id{i % 20}");
            _catalogue.Change($"more{i}");
            await writer.ApplyAsync([$"id{i % 20}", $"more{i}"], _catalogue.LoadAsync, Cancelled);
        }
    }
}
