using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.Search.Store;

/// <summary>The container an index lives in.</summary>
internal sealed class IndexBlobs(BlobContainerClient container)
{
    private const int ParallelUploads = 4;
    public const string ContainerMissing = "ContainerNotFound";

    /// <summary>Reads the manifest if it changed.</summary>
    /// <param name="known">The ETag of the one known; default for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IndexFormatException">A newer version of this program wrote it.</exception>
    public async Task<StoredManifest> ReadManifestAsync(ETag known, CancellationToken cancellationToken)
    {
        var conditions = known == default ? null : new BlobRequestConditions { IfNoneMatch = known };
        var read = await TryDownloadAsync(BlobNames.Manifest, conditions, cancellationToken);
        if (!read.IsFound)
        {
            return new(read.Outcome, null, read.Outcome == BlobReadOutcome.NotModified ? known : default);
        }

        try
        {
            return new(BlobReadOutcome.Found, StoreJson.ReadManifest(read.Content), read.Properties!.ETag);
        }
        catch (InvalidDataException)
        {
            return new(BlobReadOutcome.Found, null, read.Properties!.ETag);
        }
    }

    /// <summary>The manifest's ETag; default if there is none.</summary>
    public async Task<ETag> ManifestTagAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await container.GetBlobClient(BlobNames.Manifest).GetPropertiesIfExistsAsync(cancellationToken))?.ETag ?? default;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == ContainerMissing)
        {
            return default;
        }
    }

    /// <summary>Stores a first manifest where there is none.</summary>
    public async Task CreateAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        await container.CreateIfNotExistsAsync(cancellationToken);
        await UploadAsync(BlobNames.Manifest, StoreJson.Write(manifest), BlobRequestConditions.CreateOnly, cancellationToken);
    }

    /// <summary>Commits.</summary>
    /// <returns>The new ETag; null if another writer committed first or took over the lease.</returns>
    public async Task<ETag?> TryReplaceManifestAsync(Manifest manifest, ETag before, string leaseId, CancellationToken cancellationToken)
    {
        var conditions = new BlobRequestConditions { IfMatch = before, LeaseId = leaseId };
        var saved = await UploadAsync(BlobNames.Manifest, StoreJson.Write(manifest), conditions, cancellationToken);
        if (saved.IsSaved)
        {
            return saved.ETag;
        }

        // An answer may have been lost, and the repetition refused because of the very commit it repeats.
        var stored = await ReadManifestAsync(default, cancellationToken);
        return stored.Manifest is { } found && found.Writer == manifest.Writer && found.Generation == manifest.Generation ? stored.ETag : null;
    }

    /// <summary>Reads a blob that a manifest names.</summary>
    /// <exception cref="InvalidDataException">It is missing, or not what its name promises.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var read = await TryDownloadAsync(name, null, cancellationToken);
        if (!read.IsFound)
        {
            throw new InvalidDataException($"{name} is missing.");
        }

        BlobNames.Verify(name, read.Content);
        return read.Content.ToMemory();
    }

    /// <summary>
    /// Reads a segment into exactly the memory it takes: segments are most of what a process holds, and a buffer that grows would leave as much again behind.
    /// </summary>
    /// <exception cref="InvalidDataException">It is missing, or not what its name promises.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(SegmentEntry segment, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(checked((int)segment.Bytes));
        if (await container.GetBlobClient(segment.Blob).DownloadToAsync(content, cancellationToken: cancellationToken) != BlobReadOutcome.Found)
        {
            throw new InvalidDataException($"{segment.Blob} is missing.");
        }

        var image = content.GetBuffer().AsMemory(0, (int)content.Length);
        BlobNames.Verify(segment.Blob, image.Span);
        return image;
    }

    /// <summary>Stores blobs. One that exists is written again: that makes it young, so nobody removes it as left over before it is referred to.</summary>
    public Task StoreAsync(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> blobs, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelUploads, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(blobs, parallel, async (blob, stop) => await UploadAsync(blob.Key, blob.Value, new(), stop));
    }

    /// <summary>All blobs below a folder.</summary>
    public IAsyncEnumerable<BlobItem> ListAsync(string folder, CancellationToken cancellationToken) =>
        container.GetBlobsAsync(folder, cancellationToken: cancellationToken);

    /// <summary>Removes a blob unless it was written again since it was listed.</summary>
    /// <returns>Whether it was removed.</returns>
    public async Task<bool> TryRemoveAsync(BlobItem blob, CancellationToken cancellationToken) =>
        (await container.GetBlobClient(blob.Name).DeleteIfExistsAsync(BlobRequestConditions.Match(blob.ETag), cancellationToken)).IsSaved;

    /// <summary>A lease on the manifest under a new id.</summary>
    public BlobLeaseClient NewLease() => container.GetBlobClient(BlobNames.Manifest).GetBlobLeaseClient();

    private async Task<BlobDownloadResult> TryDownloadAsync(string name, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        try
        {
            return await container.GetBlobClient(name).DownloadContentAsync(conditions, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == ContainerMissing)
        {
            return new BlobDownloadResult(BlobReadOutcome.NotFound, BinaryData.Empty, null);
        }
    }

    private Task<WriteResult> UploadAsync(string name, ReadOnlyMemory<byte> content, BlobRequestConditions conditions, CancellationToken cancellationToken) =>
        container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), new BlobUploadOptions { Conditions = conditions }, cancellationToken);
}

/// <summary>What was found where the manifest should be.</summary>
/// <param name="Outcome">Whether anything was there, and whether it was new.</param>
/// <param name="Manifest">The manifest; null if it was not new, is missing, or cannot be read.</param>
/// <param name="ETag">Of the blob; default if there is none.</param>
internal sealed record StoredManifest(BlobReadOutcome Outcome, Manifest? Manifest, ETag ETag);
