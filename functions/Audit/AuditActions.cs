namespace Marketplace.Functions.Audit;

/// <summary>The closed set of actions that the audit trail knows.</summary>
internal static class AuditActions
{
    public const string ListingImported = "listing.imported";
    public const string ListingSuspended = "listing.suspended";
    public const string ListingResumed = "listing.resumed";
    public const string ListingWithdrawn = "listing.withdrawn";
    public const string ContactRead = "contact.read";
    public const string IndexRebuildRequested = "index.rebuildRequested";
}
