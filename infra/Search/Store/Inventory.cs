namespace Marketplace.Search.Store;

/// <summary>
/// Compares what the manifest names with what is stored, by names and sizes. A process that has the index in memory would not notice otherwise that one
/// that starts cannot read it.
/// </summary>
internal static class Inventory
{
    /// <summary>Looks for blobs that are missing or cut.</summary>
    /// <returns>What is wrong, in plain words; null if nothing is, or if somebody committed meanwhile.</returns>
    public static async Task<string?> FindDamageAsync(IndexBlobs blobs, CancellationToken cancellationToken)
    {
        if (await blobs.ReadManifestAsync(default, cancellationToken) is not { Manifest: { } manifest } read)
        {
            return null;
        }

        // Listed after the manifest was read: what it names was stored before.
        var stored = await BlobNames.Folders.ToAsyncEnumerable()
            .SelectMany(folder => blobs.ListAsync(folder, cancellationToken))
            .ToDictionaryAsync(blob => blob.Name, blob => blob.ContentLength, StringComparer.Ordinal, cancellationToken);
        var lost = manifest.Blobs().FirstOrDefault(blob => !stored.ContainsKey(blob))
            ?? manifest.Segments.FirstOrDefault(segment => stored[segment.Blob] != segment.Bytes)?.Blob;
        return lost is not null && await blobs.ManifestTagAsync(cancellationToken) == read.ETag ? $"{lost} is missing or damaged." : null;
    }
}
