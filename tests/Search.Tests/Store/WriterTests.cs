using Marketplace.Search.Store;

namespace Marketplace.Search.Tests.Store;

public sealed class WriterTests
{
    private readonly Catalogue _catalogue = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_applied_is_found_by_other_processes()
    {
        await using var index = await TestIndex.CreateAsync();
        var writer = index.Open().Writer;
        _catalogue.Change("a");
        _catalogue.Change("b");

        var receipt = await writer.ApplyAsync(["a", "b", "a"], _catalogue.LoadAsync, Cancelled);

        Assert.Equal(new IndexReceipt(1, Applied: 2, Ignored: 0), receipt);
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task A_change_replaces_the_entry_and_what_exists_no_more_is_gone()
    {
        await using var index = await TestIndex.CreateAsync();
        var writer = index.Open().Writer;
        await writer.ApplyAsync([TestIndex.Upsert("a", 1), TestIndex.Upsert("b", 1), TestIndex.Upsert("c", 1)], Cancelled);
        _catalogue.Change("x");
        _catalogue.Change("a");

        await writer.ApplyAsync(["a", "b"], _catalogue.LoadAsync, Cancelled);

        Assert.Equal(new Dictionary<string, long> { ["a"] = 2, ["c"] = 1 }, await index.ContentAsync());
    }

    [Fact]
    public async Task A_repeated_change_commits_nothing()
    {
        await using var index = await TestIndex.CreateAsync();
        var writer = index.Open().Writer;
        await writer.ApplyAsync([TestIndex.Upsert("a", 5)], Cancelled);

        var repeated = await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 5), TestIndex.Upsert("a", 4)], Cancelled);

        Assert.Equal(new IndexReceipt(1, Applied: 0, Ignored: 1), repeated);
    }

    [Fact]
    public async Task An_older_change_after_a_delete_stays_ignored_also_after_restart_and_compaction()
    {
        await using var index = await TestIndex.CreateAsync();
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 5), TestIndex.Upsert("keep", 1)], Cancelled);
        await index.Open().Writer.ApplyAsync([new Delete("a", 7), new Delete("never-seen", 3)], Cancelled);
        await index.Open().Writer.CompactAsync(Cancelled);

        var late = await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 6), TestIndex.Upsert("never-seen", 3)], Cancelled);
        Assert.Equal(0, late.Applied);
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 8)], Cancelled);

        Assert.Equal(new Dictionary<string, long> { ["a"] = 8, ["keep"] = 1 }, await index.ContentAsync());
    }

    [Fact]
    public async Task Calls_that_wait_for_a_commit_share_the_next_one()
    {
        await using var index = await TestIndex.CreateAsync();
        var writer = index.Open().Writer;
        var (reading, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        for (var i = 0; i < 100; i++)
        {
            _catalogue.Change($"id{i}");
        }

        var first = writer.ApplyAsync(["id0"], async (ids, stop) =>
            { reading.SetResult(); await gate.Task; return await _catalogue.LoadAsync(ids, stop); }, Cancelled);
        await reading.Task;
        var others = Enumerable.Range(1, 99).Select(i => writer.ApplyAsync([$"id{i}"], _catalogue.LoadAsync, Cancelled)).ToList();
        gate.SetResult();

        Assert.Equal(1, (await first).Generation);
        Assert.All(await Task.WhenAll(others), receipt => Assert.Equal(new IndexReceipt(2, 1, 0), receipt));
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task A_call_that_cannot_be_read_or_indexed_fails_alone()
    {
        await using var index = await TestIndex.CreateAsync();
        var writer = index.Open().Writer;
        var (reading, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _catalogue.Change("good");

        var first = writer.ApplyAsync(["first"], async (_, _) => { reading.SetResult(); await gate.Task; return []; }, Cancelled);
        await reading.Task;
        var unreadable = writer.ApplyAsync(["unreadable", "shared"], (_, _) => throw new TimeoutException(), Cancelled);
        var unindexable = writer.ApplyAsync([TestIndex.Upsert(new string('x', 129), 1), TestIndex.Upsert("with-it", 1)], Cancelled);
        var good = writer.ApplyAsync(["good"], _catalogue.LoadAsync, Cancelled);
        gate.SetResult();

        await first;
        Assert.Equal(1, (await good).Applied);
        await Assert.ThrowsAsync<TimeoutException>(() => unreadable);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => unindexable);
        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_stop_the_commit()
    {
        await using var index = await TestIndex.CreateAsync();
        var writer = index.Open().Writer;
        using var impatience = new CancellationTokenSource();
        var (reading, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _catalogue.Change("a");

        var call = writer.ApplyAsync(["a"], async (ids, stop) =>
            { reading.SetResult(); await gate.Task; return await _catalogue.LoadAsync(ids, stop); }, impatience.Token);
        await reading.Task;
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        gate.SetResult();
        await writer.ApplyAsync(["a"], _catalogue.LoadAsync, Cancelled);

        Assert.Equal(_catalogue.Versions, await index.ContentAsync());
    }

    [Fact]
    public async Task Many_small_changes_leave_few_segments()
    {
        await using var index = await TestIndex.CreateAsync();
        var store = index.Open();
        for (var i = 0; i < 100; i++)
        {
            _catalogue.Change($"id{i % 60}");
            await store.Writer.ApplyAsync([$"id{i % 60}"], _catalogue.LoadAsync, Cancelled);
        }

        await store.RefreshAsync(Cancelled);
        Assert.InRange(store.Status.Segments, 1, 14);
        Assert.Equal(60, store.Status.Documents);
        Assert.Equal(_catalogue.Versions, await TestIndex.ContentAsync(store));
    }
}
