using Marketplace.Search.Store;
using Marketplace.Storage;
using Marketplace.TestKit;

namespace Marketplace.Search.Tests.Store;

public sealed class CrashTests
{
    private const int MoreRequestsThanAnyCallMakes = 24;

    private static readonly Dictionary<string, long> Before = new() { ["a"] = 1, ["b"] = 1, ["c"] = 1 };
    private static readonly Dictionary<string, long> Changed = new() { ["a"] = 2, ["c"] = 1, ["d"] = 1 };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_writer_killed_at_any_request_leaves_all_of_a_commit_or_nothing() =>
        AtEveryRequestAsync(
            writer => writer.ApplyAsync([TestIndex.Upsert("a", 2), new Delete("b", 2), TestIndex.Upsert("d", 1)], Cancelled),
            Changed);

    [Fact]
    public Task A_compaction_killed_at_any_request_changes_nothing_that_is_found() =>
        AtEveryRequestAsync(writer => writer.CompactAsync(Cancelled), Before);

    [Fact]
    public Task A_rebuild_killed_at_any_request_leaves_the_old_index_or_the_new_one() =>
        AtEveryRequestAsync(
            writer => writer.RebuildAsync(
                Changed.Select(entry => TestIndex.Document(entry.Key, entry.Value)).ToAsyncEnumerable(),
                (_, _) => Task.FromResult<IReadOnlyList<IndexChange>>([]),
                Cancelled),
            Changed);

    private static async Task AtEveryRequestAsync(Func<ISearchWriter, Task> call, Dictionary<string, long> after)
    {
        var deaths = Enumerable.Range(1, MoreRequestsThanAnyCallMakes).SelectMany(request => new[] { (request, false), (request, true) });
        var died = await Task.WhenAll(deaths.Select(death => KillAsync(death.Item1, death.Item2, call, after)));

        Assert.Contains(true, died);
        Assert.Contains(false, died);
    }

    private static async Task<bool> KillAsync(int atRequest, bool afterSending, Func<ISearchWriter, Task> call, Dictionary<string, long> after)
    {
        await using var index = await TestIndex.CreateAsync();
        foreach (var (id, version) in Before)
        {
            await index.Open().Writer.ApplyAsync([TestIndex.Upsert(id, version)], Cancelled);
        }

        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("e", 1), TestIndex.Upsert("f", 1)], Cancelled);
        await index.Open().Writer.ApplyAsync([new Delete("e", 2), new Delete("f", 2)], Cancelled);

        var transport = new DyingTransport(atRequest, afterSending);
        var killed = index.Open(storage: PatientStorage.Wait(new StorageClientOptions { Transport = transport }));
        await ((Task)Task.Run(() => call(killed.Writer), Cancelled)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var found = await index.ContentAsync();
        Assert.True(found.Count == after.Count && !found.Except(after).Any() || found.Count == Before.Count
            && !found.Except(Before).Any(), string.Join(", ", found));

        await call(index.Open().Writer);
        Assert.Equal(after, await index.ContentAsync());
        return transport.Died;
    }
}
