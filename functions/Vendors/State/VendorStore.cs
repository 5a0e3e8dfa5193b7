using System.Security.Cryptography;
using Azure;
using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Identity;
using Marketplace.Outbox;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Vendors.State;

/// <summary>A vendor as it was read: the state, the row's version, and where its audit chain stands.</summary>
internal sealed record StoredVendor(Vendor Vendor, ETag Row, ChainHead Chain);

/// <summary>A change that was decided and is to be committed as a whole.</summary>
/// <param name="Before">What was read; none for a new vendor.</param>
/// <param name="After">What it becomes.</param>
/// <param name="Audit">What the trail records of it.</param>
internal sealed record VendorChange(StoredVendor? Before, Vendor After, AuditDraft Audit);

/// <summary>Keeps vendors: one partition each, changed by one transaction that holds the state, the audit entry and the event. One code has one partition, so that it can have one vendor only.</summary>
internal sealed class VendorStore(TableClient table, OutboxWriter outbox)
{
    public const string TableName = "Vendors";

    /// <summary>First part of the names of the vendors' audit chains.</summary>
    public const string Chains = "vendors";

    public const string Changed = "vendor.changed.1";

    private static readonly RandomNumberGenerator Random = RandomNumberGenerator.Create();

    /// <summary>Name of a vendor's audit chain, and of the vendor in the trail.</summary>
    public static string ChainOf(string code) => $"{Chains}/{code}";

    public async Task<StoredVendor?> ReadAsync(CreditCode code, CancellationToken cancellationToken) =>
        await table.GetEntityIfExistsAsync(code.Value, VendorRows.State, cancellationToken: cancellationToken) is { } row ? VendorRows.FromState(row) : null;

    /// <returns>Committed, or why not: somebody else was first.</returns>
    /// <exception cref="RequestFailedException">Storage is away. The change may or may not have been made; a repeat finds out.</exception>
    public async Task<OutboxOutcome> CommitAsync(VendorChange change, CancellationToken cancellationToken)
    {
        var item = new OutboxItem(change.After.Code.Value, EventIds.New());
        return (await outbox.CommitAsync(table, Changed, item, Actions(change), cancellationToken)).Outcome;
    }

    private static List<TableTransactionAction> Actions(VendorChange change)
    {
        var code = change.After.Code.Value;
        var entry = AuditChain.Append(ChainOf(code), change.Before?.Chain ?? ChainHead.Empty, change.Audit, Random);
        var state = VendorRows.ToState(change.After, entry.Head);
        return
        [
            change.Before is { } before ? TableTransactionAction.Update(state, before.Row, TableUpdateMode.Replace) : TableTransactionAction.Add(state),
            TableTransactionAction.Add(AuditRows.ToRow(code, entry)),
        ];
    }
}
