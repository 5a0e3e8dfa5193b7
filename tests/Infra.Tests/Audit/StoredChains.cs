using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Erasure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;

namespace Marketplace.Infra.Tests.Audit;

/// <summary>Chains in tables of a test's own, and what an attacker with access to the rows can do to them.</summary>
internal sealed class StoredChains
{
    private static int _count;

    private StoredChains(ChainTable items, ChainTable looks, ChainTable erasures, BlobContainerClient container)
    {
        (Items, Looks, Erasures, Container) = (items, looks, erasures, container);
        All = new AuditChains(items, looks, erasures);
        Append = new ChainAppender(items, Samples.Random);
    }

    public ChainTable Items { get; }

    public ChainTable Looks { get; }

    public ChainTable Erasures { get; }

    public AuditChains All { get; }

    public ChainAppender Append { get; }

    public BlobContainerClient Container { get; }

    public static StorageAccount Account { get; private set; } = null!;

    public static async Task<StoredChains> CreateAsync(CancellationToken cancellationToken)
    {
        Account = StorageAccount.FromConnectionString((await AzuriteServer.Shared).ConnectionString);
        var number = Interlocked.Increment(ref _count);
        var tables = Account.CreateTableServiceClient(PatientStorage.Options());
        var container = Account.CreateBlobServiceClient(PatientStorage.Options()).GetBlobContainerClient($"audit-anchors-{number}");
        await container.CreateIfNotExistsAsync(cancellationToken);
        return new StoredChains(await TableAsync("items"), await TableAsync("access"), await TableAsync(ErasureRecord.Chains), container);

        async Task<ChainTable> TableAsync(string name)
        {
            var table = tables.GetTableClient($"{name}{number}");
            await table.CreateIfNotExistsAsync(cancellationToken);
            return new ChainTable(name, table, "state");
        }
    }

    /// <summary>Appends some entries to a chain of items.</summary>
    public async Task<string> GivenAsync(string partition, int entries, CancellationToken cancellationToken, AuditActor? actor = null)
    {
        var chain = Items.ChainOf(partition);
        for (var i = 0; i < entries; i++)
        {
            await Append.AppendAsync(partition, Samples.Draft(chain, note: $"第{i}次", actor: actor, at: Samples.Start.AddMinutes(i)), cancellationToken);
        }

        return chain;
    }

    /// <summary>Cuts the newest entries off and puts the head back, so that the chain itself holds.</summary>
    public async Task TruncateAsync(string partition, int entries, CancellationToken cancellationToken)
    {
        var chain = Items.ChainOf(partition);
        var head = (await Items.HeadAsync(chain, cancellationToken))!.Value;
        for (var sequence = head.Sequence; sequence > head.Sequence - entries; sequence--)
        {
            await Items.Table.DeleteEntityAsync(partition, AuditRows.Key(sequence), Azure.ETag.All, cancellationToken);
        }

        var last = (await Items.FindAsync(new AuditLink(chain, head.Sequence - entries), cancellationToken))!;
        await SetHeadAsync(partition, last.Head, cancellationToken);
    }

    /// <summary>Writes a chain anew from one entry on, every hash as it should be: the chain itself holds.</summary>
    public async Task RewriteAsync(string partition, long from, string note, CancellationToken cancellationToken)
    {
        var chain = Items.ChainOf(partition);
        var head = (await Items.FindAsync(new AuditLink(chain, from - 1), cancellationToken))?.Head ?? ChainHead.Empty;
        var end = (await Items.HeadAsync(chain, cancellationToken))!.Value.Sequence;
        for (var sequence = from; sequence <= end; sequence++)
        {
            var entry = AuditChain.Append(chain, head, Samples.Draft(chain, note: note), Samples.Random);
            await Items.Table.UpsertEntityAsync(AuditRows.ToRow(partition, entry), TableUpdateMode.Replace, cancellationToken);
            head = entry.Head;
        }

        await SetHeadAsync(partition, head, cancellationToken);
    }

    /// <summary>Removes a chain with everything in its partition.</summary>
    public async Task DropAsync(string partition, CancellationToken cancellationToken)
    {
        await foreach (var row in Items.Table.QueryAsync(TableFilter.Partition(partition), cancellationToken: cancellationToken))
        {
            await Items.Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, Azure.ETag.All, cancellationToken);
        }
    }

    /// <summary>Changes one stored entry.</summary>
    public Task TamperAsync(string partition, AuditEntry entry, CancellationToken cancellationToken) =>
        Items.Table.UpsertEntityAsync(AuditRows.ToRow(partition, entry), TableUpdateMode.Replace, cancellationToken);

    private async Task SetHeadAsync(string partition, ChainHead head, CancellationToken cancellationToken) =>
        await Items.Table.UpsertEntityAsync(new TableEntity(partition, "state").WithHead(head), TableUpdateMode.Replace, cancellationToken);
}
