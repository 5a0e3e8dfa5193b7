using System.Text;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Values;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Vendors.Pool;

/// <summary>Orders of the resource pool.</summary>
internal enum VendorSort
{
    /// <summary>By the newest product, newest first.</summary>
    Newest,

    /// <summary>By name.</summary>
    Name,
}

/// <summary>Lists the resource pool (服务商资源池): vendors with a published product that the caller may see, and that are not suspended.</summary>
internal sealed class VendorList(VendorPoolStore pool, ReferenceData reference)
{
    public static readonly QueryParameter<string?> Name = Query.Text("q", "Part of the name; width and case do not matter.", maxLength: 80);

    public static readonly QueryParameter<IReadOnlyList<SizeClass>> Sizes =
        Query.Enums<SizeClass>("sizeClass", "Size classes; vendors that have not signed up have none.");

    public static readonly QueryParameter<bool> Verified = Query.Flag("verified", "Whether only vendors are listed whose licence a reviewer has accepted.");

    public static readonly QueryParameter<VendorSort> Sort =
        Query.Enum("sort", "Order: by the newest product, or by name; equal ones by code.", VendorSort.Newest);

    public readonly QueryParameter<IReadOnlyList<string>> Regions = Query.Many(
        "region", "Region codes (GB/T 2260); each includes everything below it.", reference.Regions.Contains);

    public IReadOnlyList<QueryParameter> Parameters => [Name, Regions, Sizes, Verified, Sort, Paging.Limit, Paging.Cursor];

    public async Task<Resource<Page<VendorItem>>> ListAsync(QueryValues query, RequestContext context, CancellationToken cancellationToken)
    {
        var isGovernment = ListingVisibility.IsGovernment(context.Caller);
        var found = await pool.ReadAllAsync(cancellationToken)
            .Select(vendor => ItemOf(vendor, isGovernment)).OfType<VendorItem>().Where(item => IsWanted(item, query))
            .ToListAsync(cancellationToken);
        return ApiResults.Page(Sorted.PageOf(found, query, query.Get(Sort) is VendorSort.Name ? NameKey : NewestKey));
    }

    private VendorItem? ItemOf(PooledVendor vendor, bool isGovernment)
    {
        if (vendor.State is VendorState.Suspended || (isGovernment ? vendor.ForGovernment : vendor.ForEveryone) is not { } share)
        {
            return null;
        }

        return new(vendor.Code, vendor.Name ?? share.VendorName, CodeName.OfRegion(vendor.Region ?? share.Region, reference), vendor.SizeClass,
            vendor.State is VendorState.Verified, share.Products, share.NewestAt);
    }

    private bool IsWanted(VendorItem item, QueryValues query) =>
        (query.Get(Name) is not { } name || Folded(item.Name).Contains(Folded(name), StringComparison.Ordinal))
        && (query.Get(Regions) is not { Count: > 0 } regions || regions.Any(region => reference.Regions.IsWithin(item.Region.Code, region)))
        && (query.Get(Sizes) is not { Count: > 0 } sizes || (item.SizeClass is { } size && sizes.Contains(size)))
        && (!query.Get(Verified) || item.IsVerified);

    private static string NameKey(VendorItem item) => $"{item.Name.ToLowerInvariant()}\n{item.Id}";

    private static string NewestKey(VendorItem item) => $"{TimeKeys.NewestFirst(item.NewestProductAt)}\n{item.Id}";

    private static string Folded(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
}
