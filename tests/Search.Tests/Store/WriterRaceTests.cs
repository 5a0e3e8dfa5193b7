using Marketplace.Search.Store;

namespace Marketplace.Search.Tests.Store;

public sealed class WriterRaceTests
{
    private readonly Catalogue _catalogue = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writers_in_several_processes_lose_nothing()
    {
        await using var index = await TestIndex.CreateAsync();
        var writers = Enumerable.Range(0, 3).Select(_ => index.Open(new IndexStoreOptions()).Writer).ToList();

        await Task.WhenAll(writers.SelectMany((writer, which) => Enumerable.Range(0, 8).Select(lane => Task.Run(
            async () =>
            {
                var chance = new Random((which * 100) + lane);
                for (var i = 0; i < 6; i++)
                {
                    var id = $"id{chance.Next(20)}";
                    if (chance.Next(4) == 0)
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
            Cancelled))));

        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task An_entry_is_read_only_when_no_other_process_can_write()
    {
        await using var index = await TestIndex.CreateAsync();
        var (slow, fast) = (index.Open(new IndexStoreOptions()).Writer, index.Open(new IndexStoreOptions()).Writer);
        var (reading, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _catalogue.Change("a");

        var slowly = slow.ApplyAsync(
            ["a"],
            async (ids, stop) =>
            {
                var stale = await _catalogue.LoadAsync(ids, stop);
                reading.TrySetResult();
                await gate.Task;
                return stale;
            },
            Cancelled);
        await reading.Task;
        _catalogue.Change("a");
        var later = fast.ApplyAsync(["a"], _catalogue.LoadAsync, Cancelled);
        Assert.False(later.IsCompleted);
        gate.SetResult();

        await Task.WhenAll(slowly, later);
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task A_writer_that_was_frozen_cannot_overwrite_what_came_after()
    {
        await using var index = await TestIndex.CreateAsync();
        var (frozen, other) = (index.Open().Writer, index.Open().Writer);
        var (reading, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var readings = 0;
        _catalogue.Change("a");
        _catalogue.Change("b");

        var call = frozen.ApplyAsync(
            ["a"],
            async (ids, stop) =>
            {
                var read = await _catalogue.LoadAsync(ids, stop);
                if (Interlocked.Increment(ref readings) == 1)
                {
                    reading.SetResult();
                    await gate.Task;
                }

                return read;
            },
            Cancelled);
        await reading.Task;
        _catalogue.Change("a");
        await other.ApplyAsync(["a", "b"], _catalogue.LoadAsync, Cancelled);
        gate.SetResult();

        Assert.Equal(0, (await call).Applied);
        Assert.Equal(2, readings);
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task A_writer_that_waits_too_long_says_so()
    {
        await using var index = await TestIndex.CreateAsync();
        var gate = new TaskCompletionSource();
        var reading = new TaskCompletionSource();
        var holder = index.Open(new IndexStoreOptions()).Writer.ApplyAsync(["a"], async (_, _) =>
            { reading.SetResult(); await gate.Task; return []; }, Cancelled);
        await reading.Task;

        var waiting =
            index.Open(new IndexStoreOptions { WriterPatience = TimeSpan.FromMilliseconds(200) }).Writer.ApplyAsync(["b"], _catalogue.LoadAsync, Cancelled);

        await Assert.ThrowsAsync<IndexBusyException>(() => waiting);
        gate.SetResult();
        await holder;
    }
}
