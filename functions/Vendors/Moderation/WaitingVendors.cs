using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Values;
using Marketplace.Functions.Vendors.Pool;
using Marketplace.Hosting;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Vendors.Moderation;

/// <summary>
/// The reviewers' queue: vendors of the caller's region that wait for verification, longest first. It follows requests and decisions within seconds.
/// </summary>
internal sealed class WaitingVendors(VendorPoolStore pool, ReferenceData reference)
{
    public readonly QueryParameter<IReadOnlyList<string>> Regions = Query.Many(
        "region", "Region codes (GB/T 2260); each includes everything below it.", reference.Regions.Contains);

    public IReadOnlyList<QueryParameter> Parameters => [Regions, Paging.Limit, Paging.Cursor];

    public async Task<Resource<Page<WaitingVendor>>> ListAsync(QueryValues query, RequestContext context, CancellationToken cancellationToken)
    {
        var waiting = await pool.ReadWaitingAsync(cancellationToken)
            .Where(vendor => context.Access.Covers(new Owner(vendor.Region)) && IsIn(vendor.Region!, query.Get(Regions)))
            .Select(vendor => ToItem(vendor, context.Now)).ToListAsync(cancellationToken);
        return ApiResults.Page(Sorted.PageOf(waiting, query, static one => $"{TimeKeys.OldestFirst(one.RequestedAt)}\n{one.Id}"));
    }

    private bool IsIn(string region, IReadOnlyList<string> regions) => regions.Count == 0 || regions.Any(top => reference.Regions.IsWithin(region, top));

    private WaitingVendor ToItem(PooledVendor vendor, DateTimeOffset now) => new(
        vendor.Code, vendor.Name!, CodeName.OfRegion(vendor.Region!, reference), vendor.WaitingSince!.Value,
        (int)(now - vendor.WaitingSince.Value).TotalHours, vendor.Version);
}
