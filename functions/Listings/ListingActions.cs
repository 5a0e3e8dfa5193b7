using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Listings;

/// <summary>What the audit trail records of listings.</summary>
internal static class ListingActions
{
    public static readonly AuditAction Imported = new(
        "listing.imported", "导入条目", "Listing imported", "An import created a listing or gave it new content.");

    public static readonly AuditAction Suspended = new(
        "listing.suspended", "暂停条目", "Listing suspended", "A reviewer suspended a published listing, with a reason.");

    public static readonly AuditAction Resumed = new(
        "listing.resumed", "恢复条目", "Listing resumed", "A reviewer resumed a suspended listing, with a reason.");

    public static readonly AuditAction Withdrawn = new(
        "listing.withdrawn", "下架条目", "Listing withdrawn", "A listing was withdrawn for good, with a reason.");

    public static readonly AuditAction Published = new(
        "listing.published", "上架条目", "Listing published", "A reviewer published a submission: a new listing, or a new version of one.");

    public static IReadOnlyList<AuditAction> All { get; } = [Imported, Suspended, Resumed, Withdrawn, Published];
}
