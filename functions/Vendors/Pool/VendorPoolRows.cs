using Marketplace.Functions.Vendors.Profile;
using Marketplace.Functions.Vendors.State;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Vendors.Pool;

/// <summary>
/// How the pool lies in its one partition: <c>vendor-code</c> is what lists show, <c>product-code-listing</c> each published product, and
/// <c>listing-id</c> under which vendor a product was put, if it can be seen.
/// </summary>
internal static class VendorPoolRows
{
    public const string Partition = "pool";
    public const string VendorPrefix = "vendor-";

    public static string VendorKey(string code) => VendorPrefix + code;

    public static string ProductPrefix(string code) => $"product-{code}-";

    public static string ProductKey(string code, string listingId) => ProductPrefix(code) + listingId;

    public static string PlaceKey(string listingId) => $"listing-{listingId}";

    public static TableEntity ToPlace(string listingId, string? vendor) => new(Partition, PlaceKey(listingId)) { { "Vendor", vendor } };

    /// <summary>The vendor; none for a product that cannot be seen.</summary>
    public static string? FromPlace(TableEntity row) => row.GetString("Vendor");

    public static TableEntity ToProduct(string code, PooledProduct product) => new(Partition, ProductKey(code, product.ListingId))
    {
        { "ListingId", product.ListingId },
        { "IsPublic", product.IsPublic },
        { "VendorName", product.VendorName },
        { "Region", product.Region },
        { "PublishedAt", product.PublishedAt },
        { "Links", string.Join(' ', product.Links) },
    };

    public static PooledProduct FromProduct(TableEntity row) => new(
        row.GetString("ListingId")!,
        row.GetBoolean("IsPublic")!.Value,
        row.GetString("VendorName")!,
        row.GetString("Region")!,
        row.GetDateTimeOffset("PublishedAt")!.Value,
        row.GetString("Links")!.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public static TableEntity ToVendor(PooledVendor vendor)
    {
        var row = new TableEntity(Partition, VendorKey(vendor.Code))
        {
            { "Code", vendor.Code },
            { "Name", vendor.Name },
            { "Region", vendor.Region },
            { "SizeClass", vendor.SizeClass?.ToString() },
            { "State", vendor.State?.ToString() },
            { "Version", vendor.Version },
            { "WaitingSince", vendor.WaitingSince },
        };
        AddShare(row, "Everyone", vendor.ForEveryone);
        AddShare(row, "Government", vendor.ForGovernment);
        return row;
    }

    public static PooledVendor FromVendor(TableEntity row) => new(row.GetString("Code")!)
    {
        Name = row.GetString("Name"),
        Region = row.GetString("Region"),
        SizeClass = row.GetString("SizeClass") is { } size ? Enum.Parse<SizeClass>(size) : null,
        State = row.GetString("State") is { } state ? Enum.Parse<VendorState>(state) : null,
        Version = row.GetInt64("Version")!.Value,
        WaitingSince = row.GetDateTimeOffset("WaitingSince"),
        ForEveryone = ReadShare(row, "Everyone"),
        ForGovernment = ReadShare(row, "Government"),
    };

    private static void AddShare(TableEntity row, string audience, PoolShare? share)
    {
        if (share is null)
        {
            return;
        }

        row.Add($"{audience}Products", share.Products);
        row.Add($"{audience}Name", share.VendorName);
        row.Add($"{audience}Region", share.Region);
        row.Add($"{audience}NewestAt", share.NewestAt);
    }

    private static PoolShare? ReadShare(TableEntity row, string audience) => row.GetInt32($"{audience}Products") is { } products
        ? new(products, row.GetString($"{audience}Name")!, row.GetString($"{audience}Region")!, row.GetDateTimeOffset($"{audience}NewestAt")!.Value)
        : null;
}
