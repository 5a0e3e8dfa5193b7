using Marketplace.Aggregates;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Listings.State;

/// <summary>Keeps listings; a change of what is published adds a row for the new version.</summary>
internal sealed class ListingStore(TableClient table, OutboxWriter outbox) : AggregateStore<Listing>(Type, table, outbox)
{
    public const string Queue = "listing-index";

    public static readonly AggregateType<Listing> Type = new()
    {
        Name = "listings",
        Table = "Listings",
        StateRow = ListingRows.State,
        PartitionOf = static id => ListingId.IsValid(id) ? id : null,
        IdOf = static listing => listing.Id,
        RevisionOf = static listing => listing.Revision,
        ToRow = ListingRows.ToRow,
        FromRow = ListingRows.FromRow,
        Differences = ListingDiff.Between,
        RowsBeside = static (before, after) => after.Version > (before?.Version ?? 0) ? [TableTransactionAction.Add(ListingRows.ToVersion(after))] : [],
    };

    public static readonly MessageType<OutboxMessage> Changed = OutboxMessage.TypeOf("listing.changed");

    public async Task<IReadOnlyList<PublishedVersion>> ReadVersionsAsync(string id, CancellationToken cancellationToken) =>
        await Table.QueryAsync(TableFilter.RowKeyPrefix(id, ListingRows.VersionPrefix), cancellationToken: cancellationToken).Select(ListingRows.FromVersion)
            .ToListAsync(cancellationToken);

    /// <summary>Reads a listing with rows that others keep in its partition, by one query.</summary>
    /// <param name="id">The listing.</param>
    /// <param name="others">Filter over the row keys of the others.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The listing, null where there is none, and the other rows, as of one moment.</returns>
    public async Task<(Stored<Listing>? Listing, IReadOnlyList<TableEntity> Rows)> ReadWithAsync(string id, string others, CancellationToken cancellationToken)
    {
        var filter = $"{TableClient.CreateQueryFilter($"PartitionKey eq {id} and (RowKey eq {ListingRows.State}")} or {others})";
        var rows = await Table.QueryAsync(filter, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        var state = rows.Find(static row => row.RowKey == ListingRows.State);
        return (state is null ? null : FromRow(state), [.. rows.Where(row => row != state)]);
    }
}
