using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Indexing;

/// <summary>What the audit trail records of the search index.</summary>
internal static class IndexActions
{
    public static readonly AuditAction RebuildRequested = new(
        "index.rebuildRequested", "请求重建索引", "Rebuild of the index requested", "An operator had the search index rebuilt.");

    public static IReadOnlyList<AuditAction> All { get; } = [RebuildRequested];
}
