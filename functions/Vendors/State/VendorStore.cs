using Marketplace.Aggregates;
using Marketplace.Identity;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Vendors.State;

/// <summary>Keeps vendors. One credit code has one partition, so that it can have one vendor only.</summary>
internal sealed class VendorStore(TableClient table, OutboxWriter outbox) : AggregateStore<Vendor>(Type, table, outbox)
{
    public static readonly AggregateType<Vendor> Type = new()
    {
        Name = "vendors",
        Table = "Vendors",
        StateRow = VendorRows.State,
        PartitionOf = static id => CreditCode.TryNormalize(id, out var code) ? code.Value : null,
        IdOf = static vendor => vendor.Code.Value,
        RevisionOf = static vendor => vendor.Revision,
        ToRow = VendorRows.ToRow,
        FromRow = VendorRows.FromRow,
        Differences = VendorDiff.Between,
    };

    public static readonly MessageType<OutboxMessage> Changed = OutboxMessage.TypeOf("vendor.changed");

    public Task<Stored<Vendor>?> ReadAsync(CreditCode code, CancellationToken cancellationToken) => ReadAsync(code.Value, cancellationToken);
}
