namespace Marketplace.Functions.Listings.Search;

/// <summary>The keyword fields of the index, as search, facets and permissions name them.</summary>
internal static class IndexFields
{
    public const string Kind = "kind";
    public const string Region = "region";
    public const string Department = "department";
    public const string Theme = "theme";
    public const string ReuseModel = "reuseModel";
    public const string Vendor = "vendor";
    public const string Category = "category";
    public const string Audience = "audience";
    public const string Links = "links";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [Kind, Region, Department, Theme, ReuseModel, Vendor, Category, Audience, Links];
}
