using Azure;
using Marketplace.Audit;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Listings.State;

/// <summary>A listing as it was read: the state, the row's version, and where its audit chain stands.</summary>
/// <param name="Listing">The state.</param>
/// <param name="Row">Version of the row; a change names it.</param>
/// <param name="Chain">Head of the audit chain.</param>
internal sealed record StoredListing(Listing Listing, ETag Row, ChainHead Chain);

/// <summary>A change that was decided and is to be committed as a whole.</summary>
/// <param name="Before">What was read; none for a new entry.</param>
/// <param name="After">What it becomes.</param>
/// <param name="Audit">What the trail records of it.</param>
internal sealed record ListingChange(StoredListing? Before, Listing After, AuditDraft Audit)
{
    /// <summary>Changes of rows that others keep in the same partition, as part of the same transaction.</summary>
    public IReadOnlyList<TableTransactionAction> Rows { get; init; } = [];
}

/// <summary>A listing and rows that others keep in its partition, read as of one moment.</summary>
/// <param name="Stored">The listing; null where there is none.</param>
/// <param name="Rows">The other rows.</param>
internal sealed record ListingPartition(StoredListing? Stored, IReadOnlyList<TableEntity> Rows);
