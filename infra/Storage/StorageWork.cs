namespace Marketplace.Storage;

/// <summary>Tells the storage clients which work can wait: imports, projections, indexing. Everything else goes first.</summary>
public static class StorageWork
{
    private static readonly AsyncLocal<bool> Bulk = new();

    internal static bool IsBulk => Bulk.Value;

    /// <summary>
    /// Lets the calling async method's own requests, and those of everything it calls, wait while storage is slow. It ends with that method.
    /// See docs/decisions/0020-bulk-work.md.
    /// </summary>
    public static void MarkBulk() => Bulk.Value = true;
}
