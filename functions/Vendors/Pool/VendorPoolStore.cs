using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Vendors.State;
using Marketplace.Identity;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Vendors.Pool;

/// <summary>
/// Keeps the resource pool (服务商资源池) in a table of its own: a view of listings and vendors that can be made anew. Many may write it at once; each
/// write names the row it read, and who loses reads again, so that the last one to write has seen everything.
/// </summary>
internal sealed class VendorPoolStore(TableClient table, ListingStore listings, VendorStore vendors)
{
    public const string TableName = "VendorPool";

    private static readonly string VendorRange = TableFilter.RowKeyPrefix(VendorPoolRows.Partition, VendorPoolRows.VendorPrefix);

    /// <summary>Every vendor of the pool, in the order of their codes: one storage transaction for each thousand.</summary>
    public IAsyncEnumerable<PooledVendor> ReadAllAsync(CancellationToken cancellationToken) =>
        table.QueryAsync(VendorRange, cancellationToken: cancellationToken).Select(VendorPoolRows.FromVendor);

    /// <summary>Those that wait for verification.</summary>
    public IAsyncEnumerable<PooledVendor> ReadWaitingAsync(CancellationToken cancellationToken) =>
        table.QueryAsync($"{VendorRange} and {TableClient.CreateQueryFilter($"WaitingSince gt {DateTimeOffset.UnixEpoch}")}",
            cancellationToken: cancellationToken).Select(VendorPoolRows.FromVendor);

    /// <summary>The published products of one vendor.</summary>
    public async Task<IReadOnlyList<PooledProduct>> ReadProductsAsync(string code, CancellationToken cancellationToken) =>
        await table.QueryAsync(TableFilter.RowKeyPrefix(VendorPoolRows.Partition, VendorPoolRows.ProductPrefix(code)), cancellationToken: cancellationToken)
            .Select(VendorPoolRows.FromProduct).ToListAsync(cancellationToken);

    /// <summary>Puts a product where it belongs by its present state; a listing that is none is passed over.</summary>
    /// <returns>The vendors whose products may have changed.</returns>
    public Task<IReadOnlyList<string>> PlaceAsync(string listingId, CancellationToken cancellationToken) =>
        RetryPolicy.RunAsync(listingId, stop => TryPlaceAsync(listingId, stop), cancellationToken);

    /// <summary>Writes what lists show of a vendor, from its present state and products.</summary>
    public Task RefreshAsync(string code, CancellationToken cancellationToken) => RetryPolicy.RunAsync(code, async stop =>
    {
        var row = await table.GetEntityIfExistsAsync(VendorPoolRows.Partition, VendorPoolRows.VendorKey(code), cancellationToken: stop);
        var vendor = CreditCode.TryParse(code, out var known) ? await vendors.ReadAsync(known, stop) : null;
        var pooled = PooledVendor.Of(code, vendor?.State, await ReadProductsAsync(code, stop));
        return await WriteAsync(row, VendorPoolRows.ToVendor(pooled), stop);
    }, cancellationToken);

    private async Task<IReadOnlyList<string>?> TryPlaceAsync(string listingId, CancellationToken cancellationToken)
    {
        // Read before the listing and written under its ETag: whoever has an older listing than the last writer fails, and reads again.
        var place = await table.GetEntityIfExistsAsync(VendorPoolRows.Partition, VendorPoolRows.PlaceKey(listingId), cancellationToken: cancellationToken);
        if (await listings.ReadAsync(listingId, cancellationToken) is not { State: { Content: ProductContent { Vendor: { } vendor } content } listing })
        {
            return [];
        }

        var before = place is null ? null : VendorPoolRows.FromPlace(place);
        var result = await table.SubmitTransactionAsync(await MovesAsync(listing, content, place, before, cancellationToken), cancellationToken);
        return result.IsSaved ? [.. new[] { before, vendor }.OfType<string>().Distinct()] : null;
    }

    private async Task<IReadOnlyList<TableTransactionAction>> MovesAsync(
        Listing listing, ProductContent content, TableEntity? place, string? before, CancellationToken cancellationToken)
    {
        var vendor = listing.IsVisible ? content.Vendor : null;
        var next = VendorPoolRows.ToPlace(listing.Id, vendor);
        List<TableTransactionAction> moves =
            [place is null ? TableTransactionAction.Add(next) : TableTransactionAction.Update(next, place.ETag, TableUpdateMode.Replace)];
        if (vendor is not null)
        {
            moves.Add(TableTransactionAction.Upsert(VendorPoolRows.ToProduct(vendor, PooledProduct.Of(listing, content)), TableUpdateMode.Replace));
        }

        if (before is not null && before != vendor
            && await table.GetEntityIfExistsAsync(VendorPoolRows.Partition, VendorPoolRows.ProductKey(before, listing.Id),
                cancellationToken: cancellationToken) is { } left)
        {
            moves.Add(TableTransactionAction.Delete(left.PartitionKey, left.RowKey, left.ETag));
        }

        return moves;
    }

    private async Task<bool> WriteAsync(TableEntity? row, TableEntity next, CancellationToken cancellationToken) => (row is null
        ? await table.AddEntityAsync(next, cancellationToken)
        : await table.UpdateEntityAsync(next, row.ETag, TableUpdateMode.Replace, cancellationToken)).IsSaved;
}
