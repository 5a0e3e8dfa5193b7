using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Storage;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Audit.Chains;

public sealed class ChainAppenderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_appended_is_read_back_in_order_and_holds()
    {
        var stored = await StoredChains.CreateAsync(Stop);
        var chain = await stored.GivenAsync("a", 12, Stop);

        var rows = await stored.All.ReadAsync(chain, 0, Stop).ToListAsync(Stop);

        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), rows[..12].Select(row => row.Entry!.Sequence));
        Assert.Null(Samples.Verify(rows[..12].Select(row => row.Entry!), rows[12].Head, chain));
    }

    [Fact]
    public async Task Appends_by_several_processes_at_once_never_fork_a_chain()
    {
        var stored = await StoredChains.CreateAsync(Stop);
        var appenders = Enumerable.Range(0, 4).Select(_ => new ChainAppender(stored.Looks, Samples.Random)).ToList();

        var links = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => appenders[i % 4].AppendAsync("p", Samples.Draft(note: $"{i}"), Stop)));

        Assert.Equal(Enumerable.Range(1, 60).Select(i => (long)i), links.Select(link => link.Sequence).Order());
        var rows = await stored.All.ReadAsync("access/p", 0, Stop).ToListAsync(Stop);
        Assert.Null(Samples.Verify(rows[..^1].Select(row => row.Entry!), rows[^1].Head, "access/p"));
        Assert.Equal(60, rows[..^1].Select(row => AuditRecord.Read(row.Entry!.Chained)!.Changes[0].After).Distinct().Count());
    }

    [Fact]
    public async Task An_append_to_a_known_chain_takes_one_storage_transaction()
    {
        var stored = await StoredChains.CreateAsync(Stop);
        var meter = new StorageMeter();
        var table = StoredChains.Account.CreateTableServiceClient(PatientStorage.Wait(new StorageClientOptions { Meter = meter }))
            .GetTableClient(stored.Looks.Table.Name);
        var appender = new ChainAppender(new ChainTable("access", table, "state"), Samples.Random);
        await appender.AppendAsync("p", Samples.Draft(), Stop);
        Assert.Equal(2, meter.Total);

        await appender.AppendAsync("p", Samples.Draft(), Stop);

        Assert.Equal(3, meter.Total);
    }

    [Fact]
    public async Task Chains_are_read_in_order_across_tables_and_from_any_place()
    {
        var stored = await StoredChains.CreateAsync(Stop);
        foreach (var partition in (string[])["b", "a", "c"])
        {
            await stored.GivenAsync(partition, 2, Stop);
        }

        await new ChainAppender(stored.Looks, Samples.Random).AppendAsync("z", Samples.Draft(), Stop);
        await new ChainAppender(stored.Erasures, Samples.Random).AppendAsync("e", Samples.Draft(), Stop);

        Assert.Equal(["access/z", "erasures/e", "items/a", "items/b", "items/c"], await HeadsAfter(null));
        Assert.Equal(["items/b", "items/c"], await HeadsAfter("items/a"));
        Assert.Equal(["items/a", "items/b", "items/c"], await HeadsAfter("erasures/e"));
        Assert.Equal(["access/z", "erasures/e", "items/a", "items/b", "items/c"], await stored.All.HeadsAsync(Stop).Select(leaf => leaf.Chain)
            .ToListAsync(Stop));

        async Task<List<string>> HeadsAfter(string? chain) =>
            await stored.All.ReadAfterAsync(chain, Stop).Where(row => row.Head is not null).Select(row => row.Chain).ToListAsync(Stop);
    }

    [Fact]
    public void A_head_that_would_come_before_its_entries_is_refused()
    {
        var table = StorageAccount.FromConnectionString("UseDevelopmentStorage=true").CreateTableServiceClient().GetTableClient("Items");

        Assert.Throws<ArgumentException>(() => new ChainTable("items", table, "aggregate"));
    }

    [Fact]
    public void An_entry_survives_its_row()
    {
        var entry = Samples.Entries(3)[2];

        Assert.Equal(entry, AuditRows.FromRow(AuditRows.ToRow("abc", entry)));
        Assert.Equal(new ChainHead(3, entry.Hash), AuditRows.HeadOf(new TableEntity("abc", "state").WithHead(entry.Head)));
        Assert.Equal(ChainHead.Empty, AuditRows.HeadOf(new TableEntity("abc", "state")));
    }
}
