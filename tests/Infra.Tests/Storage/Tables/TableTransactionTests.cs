using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Infra.Tests.Storage.Tables;

public sealed class TableTransactionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_kinds_of_action_take_effect_together()
    {
        var table = await Emulator.TableAsync();
        var etags = new Dictionary<string, ETag>();
        foreach (var key in new[] { "merge", "replace", "delete", "upsert" })
        {
            etags[key] = (await table.AddEntityAsync(new TableEntity("中", key) { { "A", 1 } }, Stop)).ETag;
        }

        var result = await table.SubmitTransactionAsync(
            [
                TableTransactionAction.Add(new TableEntity("中", "add") { { "T", "--changeset_marketplace\r\n政务" } }),
                TableTransactionAction.Update(new TableEntity("中", "merge") { { "B", 2 } }, etags["merge"], TableUpdateMode.Merge),
                TableTransactionAction.Update(new TableEntity("中", "replace") { { "B", 2 } }, etags["replace"], TableUpdateMode.Replace),
                TableTransactionAction.Delete("中", "delete", etags["delete"]),
                TableTransactionAction.Upsert(new TableEntity("中", "upsert") { { "B", 2 } }, TableUpdateMode.Replace),
                TableTransactionAction.Upsert(new TableEntity("中", "new") { { "B", 2 } }, TableUpdateMode.Merge),
            ],
            Stop);

        Assert.True(result.IsSaved);
        var rows = await table.QueryAsync(TableFilter.Partition("中"), cancellationToken: Stop)
            .ToDictionaryAsync(static row => row.RowKey, cancellationToken: Stop);
        Assert.Equal(["add", "merge", "new", "replace", "upsert"], rows.Keys.Order());
        Assert.Equal("--changeset_marketplace\r\n政务", rows["add"].GetString("T"));
        Assert.Equal(["A", "B"], rows["merge"].Keys.Order());
        Assert.Equal(["B"], rows["replace"].Keys);
        Assert.Equal(["B"], rows["upsert"].Keys);
        Assert.Equal(rows["add"].ETag, result.ETags[0]);
        Assert.Equal(rows["merge"].ETag, result.ETags[1]);
        Assert.Equal(default, result.ETags[3]);
    }

    [Fact]
    public async Task One_refused_action_undoes_all()
    {
        var table = await Emulator.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "taken"), Stop);
        var old = await table.AddEntityAsync(new TableEntity("p", "changed"), Stop);
        await table.UpsertEntityAsync(new TableEntity("p", "changed") { { "A", 1 } }, TableUpdateMode.Merge, Stop);
        var add = TableTransactionAction.Add(new TableEntity("p", "new"));

        var exists = await table.SubmitTransactionAsync([add, TableTransactionAction.Add(new TableEntity("p", "taken"))], Stop);
        var stale = await table.SubmitTransactionAsync(
            [add, TableTransactionAction.Update(new TableEntity("p", "changed"), old.ETag, TableUpdateMode.Replace)], Stop);
        var missing = await table.SubmitTransactionAsync([add, TableTransactionAction.Delete("p", "nothing", ETag.All)], Stop);

        Assert.Equal((WriteOutcome.Exists, 1), (exists.Outcome, exists.FailedIndex));
        Assert.Equal((WriteOutcome.Stale, 1), (stale.Outcome, stale.FailedIndex));
        Assert.Equal((WriteOutcome.NotFound, 1), (missing.Outcome, missing.FailedIndex));
        Assert.Null(await table.GetEntityIfExistsAsync("p", "new", null, Stop));
    }

    [Fact]
    public async Task Of_ten_racing_transactions_one_wins_whole()
    {
        var table = await Emulator.TableAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => table.SubmitTransactionAsync(
            [TableTransactionAction.Add(new TableEntity("p", $"own{i}")), TableTransactionAction.Add(new TableEntity("p", "shared"))], Stop)));

        Assert.Single(results, static result => result.IsSaved);
        Assert.Equal(2, await table.QueryAsync(cancellationToken: Stop).CountAsync(Stop));
    }

    [Fact]
    public async Task A_hundred_actions_fit_and_one_more_is_refused()
    {
        var table = await Emulator.TableAsync();
        var actions = Enumerable.Range(0, 101).Select(static i => TableTransactionAction.Add(new TableEntity("p", $"r{i}"))).ToList();

        Assert.True((await table.SubmitTransactionAsync(actions[..100], Stop)).IsSaved);
        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync(actions, Stop));
    }

    [Fact]
    public async Task A_shape_the_cloud_refuses_is_refused_here()
    {
        var table = await Emulator.TableAsync();
        var row = TableTransactionAction.Add(new TableEntity("p", "r"));
        var big = new string('x', 30_000);
        var many = Enumerable.Range(0, 10).Select(i =>
        {
            var entity = new TableEntity("p", $"r{i}");
            for (var property = 0; property < 15; property++)
            {
                entity.Add($"P{property}", big);
            }

            return TableTransactionAction.Add(entity);
        }).ToList();

        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync([], Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync([row, row], Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync([row, TableTransactionAction.Add(new TableEntity("q", "r"))], Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => table.SubmitTransactionAsync(many, Stop));
        Assert.Throws<ArgumentException>(() => TableTransactionAction.Delete("p", "r", default));
    }
}
