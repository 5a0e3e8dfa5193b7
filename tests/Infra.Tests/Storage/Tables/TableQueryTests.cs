using System.Globalization;
using Marketplace.Storage.Tables;

namespace Marketplace.Infra.Tests.Storage.Tables;

public sealed class TableQueryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_come_in_key_order_over_several_pages()
    {
        var table = await Emulator.TableAsync();
        var expected = await FillAsync(table, "p", 25);
        await FillAsync(table, "q", 3);

        var rows = await table.QueryAsync(TableFilter.Partition("p"), maxPerPage: 10, cancellationToken: Stop).ToListAsync(Stop);

        Assert.Equal(expected, rows.Select(static row => row.RowKey));
        Assert.All(rows, static row => Assert.NotEqual(default, row.ETag));
    }

    [Fact]
    public async Task A_query_goes_on_from_a_continuation_token()
    {
        var table = await Emulator.TableAsync();
        var expected = await FillAsync(table, "分区'", 12);
        var filter = TableFilter.Partition("分区'");

        var first = await table.QueryAsync(filter, maxPerPage: 5, cancellationToken: Stop).AsPages().FirstAsync(Stop);
        var rest = await table.QueryAsync(filter, cancellationToken: Stop).AsPages(first.ContinuationToken, pageSizeHint: 4).ToListAsync(Stop);

        Assert.Equal(5, first.Values.Count);
        Assert.Equal([4, 3], rest.Select(static page => page.Values.Count));
        Assert.Null(rest[^1].ContinuationToken);
        Assert.Equal(expected, first.Values.Concat(rest.SelectMany(static page => page.Values)).Select(static row => row.RowKey));
    }

    [Fact]
    public async Task A_foreign_continuation_token_is_refused()
    {
        var table = await Emulator.TableAsync();

        await Assert.ThrowsAsync<ArgumentException>(async () => await table.QueryAsync(cancellationToken: Stop).AsPages("nonsense").ToListAsync(Stop));
    }

    [Fact]
    public async Task Every_type_can_be_compared()
    {
        var table = await Emulator.TableAsync();
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(7);
        var guid = new Guid("11111111-2222-3333-4444-555555555555");
        byte[] bytes = [10, 255];
        await table.AddEntityAsync(new TableEntity("p", "hit")
        {
            { "S", "it's 'quoted' & 中文" },
            { "I", 7 },
            { "L", 10_000_000_000 },
            { "D", 2.0 },
            { "B", true },
            { "T", time },
            { "G", guid },
            { "X", bytes },
        }, Stop);
        await table.AddEntityAsync(new TableEntity("p", "miss") { { "S", "other" } }, Stop);

        var filters = new[]
        {
            TableClient.CreateQueryFilter($"S eq {"it's 'quoted' & 中文"}"),
            TableClient.CreateQueryFilter($"I eq {7}"),
            TableClient.CreateQueryFilter($"L eq {10_000_000_000}"),
            TableClient.CreateQueryFilter($"D eq {2.0}"),
            TableClient.CreateQueryFilter($"B eq {true}"),
            TableClient.CreateQueryFilter($"T ge {time} and T lt {time.AddSeconds(1)}"),
            TableClient.CreateQueryFilter($"G eq {guid}"),
            TableClient.CreateQueryFilter($"X eq {bytes}"),
        };

        foreach (var filter in filters)
        {
            var rows = await table.QueryAsync(filter, cancellationToken: Stop).ToListAsync(Stop);
            Assert.True(rows is [{ RowKey: "hit" }], filter);
        }
    }

    [Fact]
    public void A_value_cannot_leave_its_literal() =>
        Assert.Equal("PartitionKey eq 'x'' or ''1'' eq ''1'", TableClient.CreateQueryFilter($"PartitionKey eq {"x' or '1' eq '1"}"));

    [Fact]
    public async Task A_prefix_scan_finds_what_begins_with_it()
    {
        var table = await Emulator.TableAsync();
        foreach (var key in new[] { "event", "event-", "event-1", "event-é", "event.", "evens" })
        {
            await table.AddEntityAsync(new TableEntity("p", key), Stop);
        }

        var rows = await table.QueryAsync(TableFilter.RowKeyPrefix("p", "event-"), select: ["RowKey"], cancellationToken: Stop).ToListAsync(Stop);

        Assert.Equal(["event-", "event-1", "event-é"], rows.Select(static row => row.RowKey));
    }

    private static async Task<List<string>> FillAsync(TableClient table, string partition, int count)
    {
        var keys = Enumerable.Range(0, count).Select(static i => i.ToString("D4", CultureInfo.InvariantCulture)).ToList();
        var actions = keys.Select(key => TableTransactionAction.Add(new TableEntity(partition, key) { { "N", key } })).ToList();
        Assert.True((await table.SubmitTransactionAsync(actions, Stop)).IsSaved);
        return keys;
    }
}
