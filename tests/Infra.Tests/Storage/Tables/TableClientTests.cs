using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Infra.Tests.Storage.Tables;

public sealed class TableClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_is_created_once_and_deleted_once()
    {
        var table = (await Emulator.AccountAsync()).CreateTableServiceClient().GetTableClient(Emulator.Name("once"));

        Assert.True(await table.CreateIfNotExistsAsync(Stop));
        Assert.False(await table.CreateIfNotExistsAsync(Stop));
        Assert.True(await table.DeleteIfExistsAsync(Stop));
        Assert.False(await table.DeleteIfExistsAsync(Stop));
    }

    [Fact]
    public async Task Every_type_comes_back_as_it_was_stored()
    {
        var table = await Emulator.TableAsync();
        var entity = new TableEntity("分区 %+&", "行'1'")
        {
            { "Text", "一地创新、多地复用 \"\\ \u0001 😀" },
            { "Empty", "" },
            { "Flag", true },
            { "Int32", int.MinValue },
            { "Int64", long.MaxValue },
            { "Whole", 3.0 },
            { "Double", 0.1 },
            { "NaN", double.NaN },
            { "Infinity", double.NegativeInfinity },
            { "Time", new DateTimeOffset(2026, 2, 3, 12, 5, 6, TimeSpan.FromHours(8)).AddTicks(1234567) },
            { "Guid", new Guid("11111111-2222-3333-4444-555555555555") },
            { "Binary", new byte[] { 0, 1, 255 } },
            { "Absent", null },
        };

        var saved = await table.AddEntityAsync(entity, Stop);
        var read = await table.GetEntityIfExistsAsync(entity.PartitionKey, entity.RowKey, null, Stop);

        Assert.Equal(WriteOutcome.Saved, saved.Outcome);
        Assert.NotNull(read);
        Assert.Equal(saved.ETag, read.ETag);
        Assert.NotNull(read.Timestamp);
        Assert.Equal(12, read.Count);
        Assert.Equal(entity.GetString("Text"), read.GetString("Text"));
        Assert.Equal("", read.GetString("Empty"));
        Assert.True(read.GetBoolean("Flag"));
        Assert.Equal(int.MinValue, read.GetInt32("Int32"));
        Assert.Equal(long.MaxValue, read.GetInt64("Int64"));
        Assert.Equal(3.0, read.GetDouble("Whole"));
        Assert.Equal(0.1, read.GetDouble("Double"));
        Assert.Equal(double.NaN, read.GetDouble("NaN"));
        Assert.Equal(double.NegativeInfinity, read.GetDouble("Infinity"));
        Assert.Equal(entity.GetDateTimeOffset("Time"), read.GetDateTimeOffset("Time"));
        Assert.Equal(TimeSpan.Zero, read.GetDateTimeOffset("Time")!.Value.Offset);
        Assert.Equal(entity["Guid"], read["Guid"]);
        Assert.Equal([0, 1, 255], read.GetBinary("Binary"));
        Assert.Null(read.GetString("Absent"));
    }

    [Fact]
    public async Task A_missing_row_reads_as_null_and_a_missing_table_is_an_error()
    {
        var table = await Emulator.TableAsync();
        var missing = (await Emulator.AccountAsync()).CreateTableServiceClient().GetTableClient(Emulator.Name("missing"));

        Assert.Null(await table.GetEntityIfExistsAsync("p", "r", null, Stop));
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => missing.GetEntityIfExistsAsync("p", "r", null, Stop));
        Assert.Equal("TableNotFound", error.ErrorCode);
        Assert.False(StorageFailure.IsOutage(error));
    }

    [Fact]
    public async Task A_selection_brings_the_named_properties_and_the_keys()
    {
        var table = await Emulator.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { { "A", 1 }, { "B", 2 } }, Stop);

        var read = await table.GetEntityIfExistsAsync("p", "r", ["B"], Stop);

        Assert.Equal(["B"], read!.Keys);
        Assert.Equal(("p", "r"), (read.PartitionKey, read.RowKey));
    }

    [Fact]
    public async Task A_taken_key_is_an_outcome()
    {
        var table = await Emulator.TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { { "A", 1 } }, Stop);

        Assert.Equal(WriteOutcome.Exists, (await table.AddEntityAsync(new TableEntity("p", "r") { { "A", 1 } }, Stop)).Outcome);
    }

    [Fact]
    public async Task An_update_needs_the_version_that_was_read()
    {
        var table = await Emulator.TableAsync();
        var first = await table.AddEntityAsync(new TableEntity("p", "r") { { "A", 1 }, { "B", 1 } }, Stop);

        var merged = await table.UpdateEntityAsync(new TableEntity("p", "r") { { "A", 2 } }, first.ETag, TableUpdateMode.Merge, Stop);
        var stale = await table.UpdateEntityAsync(new TableEntity("p", "r") { { "A", 3 } }, first.ETag, TableUpdateMode.Merge, Stop);
        var afterMerge = await table.GetEntityIfExistsAsync("p", "r", null, Stop);
        var replaced = await table.UpdateEntityAsync(new TableEntity("p", "r") { { "C", 4 } }, merged.ETag, TableUpdateMode.Replace, Stop);
        var afterReplace = await table.GetEntityIfExistsAsync("p", "r", null, Stop);

        Assert.Equal(WriteOutcome.Saved, merged.Outcome);
        Assert.Equal(WriteOutcome.Stale, stale.Outcome);
        Assert.Equal((2, 1), (afterMerge!.GetInt32("A"), afterMerge.GetInt32("B")));
        Assert.Equal(replaced.ETag, afterReplace!.ETag);
        Assert.Equal(["C"], afterReplace.Keys);
        Assert.Equal(WriteOutcome.NotFound, (await table.UpdateEntityAsync(new TableEntity("p", "x"), ETag.All, TableUpdateMode.Merge, Stop)).Outcome);
        await Assert.ThrowsAsync<ArgumentException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), default, TableUpdateMode.Merge, Stop));
    }

    [Fact]
    public async Task An_upsert_inserts_and_changes()
    {
        var table = await Emulator.TableAsync();

        await table.UpsertEntityAsync(new TableEntity("p", "r") { { "A", 1 } }, TableUpdateMode.Replace, Stop);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { { "B", 2 } }, TableUpdateMode.Merge, Stop);
        Assert.Equal(["A", "B"], (await table.GetEntityIfExistsAsync("p", "r", null, Stop))!.Keys.Order());

        await table.UpsertEntityAsync(new TableEntity("p", "r") { { "C", 3 } }, TableUpdateMode.Replace, Stop);
        Assert.Equal(["C"], (await table.GetEntityIfExistsAsync("p", "r", null, Stop))!.Keys);
    }

    [Fact]
    public async Task A_deletion_needs_the_version_that_was_read()
    {
        var table = await Emulator.TableAsync();
        var first = await table.AddEntityAsync(new TableEntity("p", "r"), Stop);
        var second = await table.UpsertEntityAsync(new TableEntity("p", "r") { { "A", 1 } }, TableUpdateMode.Replace, Stop);

        Assert.Equal(WriteOutcome.Stale, (await table.DeleteEntityAsync("p", "r", first.ETag, Stop)).Outcome);
        Assert.Equal(WriteOutcome.Saved, (await table.DeleteEntityAsync("p", "r", second.ETag, Stop)).Outcome);
        Assert.Equal(WriteOutcome.NotFound, (await table.DeleteEntityAsync("p", "r", ETag.All, Stop)).Outcome);
    }

    [Fact]
    public async Task Of_ten_racing_inserts_and_updates_one_wins()
    {
        var table = await Emulator.TableAsync();

        var inserts = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => table.AddEntityAsync(new TableEntity("p", "r") { { "I", i } }, Stop)));
        var etag = Assert.Single(inserts, static insert => insert.IsSaved).ETag;
        var updates = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            table.UpdateEntityAsync(new TableEntity("p", "r") { { "I", i } }, etag, TableUpdateMode.Replace, Stop)));

        Assert.Single(updates, static update => update.IsSaved);
        Assert.Equal(9, updates.Count(static update => update.Outcome == WriteOutcome.Stale));
    }
}
