namespace Marketplace.Search.Store;

/// <summary>Removes blobs that nothing refers to: sources of merges, old delete sets, what killed writers and rebuilds left.</summary>
internal static class Garbage
{
    /// <summary>Removes left-over blobs.</summary>
    /// <remarks>
    /// Blobs are listed before the manifest is read. One that a commit is about to refer to is young, since a commit writes what it needs even if it exists;
    /// if it is written again between listing and removal its ETag has changed, and it stays.
    /// </remarks>
    /// <param name="blobs">The index.</param>
    /// <param name="oldest">Blobs written later stay.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many were removed.</returns>
    public static async Task<int> RemoveAsync(IndexBlobs blobs, DateTimeOffset oldest, CancellationToken cancellationToken)
    {
        var old = await BlobNames.Folders.ToAsyncEnumerable()
            .SelectMany(folder => blobs.ListAsync(folder, cancellationToken))
            .Where(blob => blob.LastModified < oldest)
            .ToListAsync(cancellationToken);
        if (old.Count == 0 || await blobs.ReadManifestAsync(default, cancellationToken) is not { Manifest: { Incomplete: false } manifest })
        {
            return 0;
        }

        var live = manifest.Blobs().ToHashSet(StringComparer.Ordinal);
        var removed = 0;
        foreach (var blob in old.Where(blob => !live.Contains(blob.Name)))
        {
            removed += await blobs.TryRemoveAsync(blob, cancellationToken) ? 1 : 0;
        }

        return removed;
    }
}
