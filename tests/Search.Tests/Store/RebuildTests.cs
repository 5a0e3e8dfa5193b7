using Marketplace.Search.Store;
using Marketplace.TestKit;

namespace Marketplace.Search.Tests.Store;

public sealed class RebuildTests
{
    private static readonly IndexStoreOptions Options = TestIndex.Impatient with { RebuildSegmentDocuments = 10 };

    private readonly Catalogue _catalogue = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rebuild_makes_the_index_what_the_tables_are()
    {
        await using var index = await TestIndex.CreateAsync();
        var store = index.Open(Options);
        await store.Writer.ApplyAsync([TestIndex.Upsert("wrongly-there", 1), TestIndex.Upsert("id3", 99)], Cancelled);
        ChangeMany(35);

        var receipt = await store.Writer.RebuildAsync(_catalogue.ReadAllAsync(), _catalogue.LoadAsync, Cancelled);

        Assert.Equal((35, 0), (receipt.Documents, receipt.Reconciled));
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
        await store.RefreshAsync(Cancelled);
        Assert.Equal(4, store.Status.Segments);
        Assert.Equal(receipt.Generation, store.Status.Generation);
    }

    [Fact]
    public async Task Changes_made_during_a_rebuild_are_in_its_result_and_readers_see_no_gap()
    {
        await using var index = await TestIndex.CreateAsync();
        var (rebuilder, reader) = (index.Open(Options).Writer, index.Open());
        ChangeMany(100);
        await rebuilder.RebuildAsync(_catalogue.ReadAllAsync(), _catalogue.LoadAsync, Cancelled);
        await reader.RefreshAsync(Cancelled);

        var rebuilding = Task.Run(
            async () =>
            {
                for (var i = 0; i < 2; i++)
                {
                    await rebuilder.RebuildAsync(_catalogue.ReadAllAsync(), _catalogue.LoadAsync, Cancelled);
                }
            },
            Cancelled);
        var changing = Enumerable.Range(0, 2).Select(lane => Task.Run(() => ChangeAtRandomAsync(index, lane, rebuilding), Cancelled)).ToList();
        while (!rebuilding.IsCompleted)
        {
            await reader.RefreshAsync(Cancelled);
            Assert.InRange(reader.Status.Documents, 60, 100);
        }

        await rebuilding;
        await Task.WhenAll(changing);
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task A_rebuild_that_dies_is_harmless_and_can_be_repeated()
    {
        await using var index = await TestIndex.CreateAsync();
        ChangeMany(30);
        await index.Open().Writer.ApplyAsync([.. _catalogue.Versions.Keys], _catalogue.LoadAsync, Cancelled);

        await Assert.ThrowsAsync<TimeoutException>(() =>
            index.Open(Options).Writer.RebuildAsync(_catalogue.ReadAllAsync()
                .Select((document, at) => at < 25 ? document : throw new TimeoutException()), _catalogue.LoadAsync, Cancelled));
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
        _catalogue.Change("id1");
        await index.Open().Writer.ApplyAsync(["id1"], _catalogue.LoadAsync, Cancelled);
        await index.Open(Options).Writer.RebuildAsync(_catalogue.ReadAllAsync(), _catalogue.LoadAsync, Cancelled);

        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task Of_two_rebuilds_at_once_the_later_wins()
    {
        await using var index = await TestIndex.CreateAsync();
        ChangeMany(15);
        var (reading, gate) = (new TaskCompletionSource(), new TaskCompletionSource());

        var earlier = index.Open(Options).Writer.RebuildAsync(HeldBackAsync(reading, gate), _catalogue.LoadAsync, Cancelled);
        await reading.Task;
        await index.Open(Options).Writer.RebuildAsync(_catalogue.ReadAllAsync(), _catalogue.LoadAsync, Cancelled);
        gate.SetResult();

        await Assert.ThrowsAsync<RebuildSupersededException>(() => earlier);
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task An_entry_that_comes_twice_is_indexed_once_and_as_it_is()
    {
        await using var index = await TestIndex.CreateAsync();
        ChangeMany(15);
        var twice = _catalogue.ReadAllAsync().Concat(new[] { TestIndex.Document("id0", 0) }.ToAsyncEnumerable());

        var receipt = await index.Open(Options).Writer.RebuildAsync(twice, _catalogue.LoadAsync, Cancelled);

        Assert.Equal((15, 1), (receipt.Documents, receipt.Reconciled));
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task A_rebuild_that_takes_too_long_is_given_up_and_an_abandoned_one_is_forgotten()
    {
        await using var index = await TestIndex.CreateAsync();
        ChangeMany(15);
        var (reading, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = index.Open(Options).Writer.RebuildAsync(HeldBackAsync(reading, gate), _catalogue.LoadAsync, Cancelled);
        await reading.Task;

        await index.Open(time: FakeTimeProvider.Running(TimeSpan.FromDays(1))).Writer.CompactAsync(Cancelled);
        gate.SetResult();

        await Assert.ThrowsAsync<RebuildSupersededException>(() => slow);
        Assert.Empty(await index.ContentAsync());
    }

    private void ChangeMany(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _catalogue.Change($"id{i}");
        }
    }

    private async Task ChangeAtRandomAsync(TestIndex index, int lane, Task until)
    {
        var writer = index.Open().Writer;
        var chance = new Random(lane);
        while (!until.IsCompleted)
        {
            // Most entries stay, so that a gap would show.
            var id = $"id{chance.Next(60, 100)}";
            if (chance.Next(3) == 0)
            {
                _catalogue.Withdraw(id);
            }
            else
            {
                _catalogue.Change(id);
            }

            await writer.ApplyAsync([id], _catalogue.LoadAsync, Cancelled);
        }
    }

    private async IAsyncEnumerable<SearchDocument> HeldBackAsync(TaskCompletionSource reading, TaskCompletionSource gate)
    {
        reading.SetResult();
        await gate.Task;
        await foreach (var document in _catalogue.ReadAllAsync())
        {
            yield return document;
        }
    }
}
