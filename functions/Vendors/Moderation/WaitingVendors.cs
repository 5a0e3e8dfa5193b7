using System.Globalization;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Values;
using Marketplace.Functions.Vendors.Pool;
using Marketplace.Hosting;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Vendors.Moderation;

/// <summary>The reviewers' queue: vendors of the caller's region that wait for verification, longest first. It follows requests and decisions within seconds.</summary>
internal sealed class WaitingVendors(VendorPoolStore pool, ReferenceData reference)
{
    public readonly QueryParameter<IReadOnlyList<string>> Regions = Query.Many(
        "region", "Region codes (GB/T 2260); each includes everything below it.", reference.Regions.Contains);

    public IReadOnlyList<QueryParameter> Parameters => [Regions, Paging.Limit, Paging.Cursor];

    public async Task<Resource<Page<WaitingVendor>>> ListAsync(QueryValues query, AccessScope access, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await pool.ReadWaitingAsync(cancellationToken)
            .Where(vendor => access.Covers(new Owner(vendor.Region)) && IsIn(vendor.Region!, query.Get(Regions)))
            .Select(vendor => ToWire(vendor, now)).ToListAsync(cancellationToken);
        return ApiResults.Page(Sorted.PageOf(waiting, query, static one => string.Create(CultureInfo.InvariantCulture, $"{one.RequestedAt.UtcTicks:D19}\n{one.Id}")));
    }

    private bool IsIn(string region, IReadOnlyList<string> regions) => regions.Count == 0 || regions.Any(top => reference.Regions.IsWithin(region, top));

    private WaitingVendor ToWire(PooledVendor vendor, DateTimeOffset now) => new(
        vendor.Code, vendor.Name!, CodeName.OfRegion(vendor.Region!, reference), vendor.WaitingSince!.Value, (int)(now - vendor.WaitingSince.Value).TotalHours, vendor.Version);
}
