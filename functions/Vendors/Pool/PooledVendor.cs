using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Functions.Vendors.State;

namespace Marketplace.Functions.Vendors.Pool;

/// <summary>What the pool knows of a published product.</summary>
/// <param name="ListingId">The product.</param>
/// <param name="IsPublic">Whether everyone may see it, not the government alone.</param>
/// <param name="VendorName">The vendor's name as shown beside it.</param>
/// <param name="Region">Region of the product.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Links">Listings it links to.</param>
internal sealed record PooledProduct(string ListingId, bool IsPublic, string VendorName, string Region, DateTimeOffset PublishedAt, IReadOnlyList<string> Links)
{
    /// <summary>What the pool knows of a product that can be seen.</summary>
    public static PooledProduct Of(Listing listing, ProductContent content) =>
        new(listing.Id, content.Audience is not Audience.Government, content.VendorName!, content.Region!, listing.PublishedAt, listing.Links);
}

/// <summary>What some callers may know of a vendor's products: no number or name reveals a product that they may not see.</summary>
/// <param name="Products">How many there are.</param>
/// <param name="VendorName">The vendor's name beside the newest.</param>
/// <param name="Region">Region of the newest.</param>
/// <param name="NewestAt">When the newest was published.</param>
internal sealed record PoolShare(int Products, string VendorName, string Region, DateTimeOffset NewestAt)
{
    public static PoolShare? Of(IEnumerable<PooledProduct> products)
    {
        var some = products.OrderByDescending(product => product.PublishedAt).ThenBy(product => product.ListingId, StringComparer.Ordinal).ToList();
        return some is [var newest, ..] ? new(some.Count, newest.VendorName, newest.Region, newest.PublishedAt) : null;
    }
}

/// <summary>A vendor as the pool's lists need it: what it says of itself, if it has signed up, and its products.</summary>
internal sealed record PooledVendor(string Code)
{
    /// <summary>Name in its profile; none where it has not signed up.</summary>
    public string? Name { get; init; }

    public string? Region { get; init; }

    public SizeClass? SizeClass { get; init; }

    public VendorState? State { get; init; }

    public long Version { get; init; }

    /// <summary>Since when it waits for verification.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>Products that everyone may see.</summary>
    public PoolShare? ForEveryone { get; init; }

    /// <summary>All products, which the government may see.</summary>
    public PoolShare? ForGovernment { get; init; }

    /// <summary>
    /// The pool's view of a vendor. One of whom nothing is left to say keeps an empty row, so that a slow writer finds that somebody was here since.
    /// </summary>
    /// <param name="code">Its credit code.</param>
    /// <param name="vendor">The vendor, if it has signed up.</param>
    /// <param name="products">Its published products.</param>
    public static PooledVendor Of(string code, Vendor? vendor, IReadOnlyCollection<PooledProduct> products)
    {
        var isWaiting = vendor is not null && VendorLifecycle.StageOf(vendor) is VendorStage.AwaitingVerification;
        return new PooledVendor(code)
        {
            Name = vendor?.Profile.Name,
            Region = vendor?.Profile.Region,
            SizeClass = vendor?.Profile.SizeClass,
            State = vendor?.State,
            Version = vendor?.Revision ?? 0,
            WaitingSince = isWaiting ? vendor!.Verification!.RequestedAt : null,
            ForEveryone = PoolShare.Of(products.Where(product => product.IsPublic)),
            ForGovernment = PoolShare.Of(products),
        };
    }
}
