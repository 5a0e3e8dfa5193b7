using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.Search.Store;

/// <summary>What an index leaves beside its manifest, by which a lost one can be told from one that never was, and the claim to have it rebuilt.</summary>
internal sealed class IndexTraces(BlobContainerClient container)
{
    private const int MaxAttempts = 3;

    private readonly BlobClient _mark = container.GetBlobClient(BlobNames.Mark);
    private readonly BlobClient _request = container.GetBlobClient(BlobNames.RebuildRequest);

    // Null before the first look, since who has not looked does not know whether there is a higher one; empty if there was none.
    private string? _markTag;

    /// <summary>The highest generation known to have been committed; 0 if nothing tells.</summary>
    public async Task<long> ReadMarkAsync(CancellationToken cancellationToken) => (await FindMarkAsync(cancellationToken)).Generation;

    /// <summary>Notes how far the index has come; a higher mark stays. That storage is away does not undo what was committed.</summary>
    /// <returns>Whether nobody noted more.</returns>
    public async Task<bool> MarkAsync(long generation, CancellationToken cancellationToken)
    {
        try
        {
            var content = BinaryData.FromBytes(StoreJson.Write(new IndexMark(generation)));
            for (var attempt = 0; attempt < MaxAttempts && !await TryWriteMarkAsync(content, cancellationToken); attempt++)
            {
                var (marked, etag) = await FindMarkAsync(cancellationToken);
                _markTag = etag == default ? "" : etag.ToString();
                if (marked > generation)
                {
                    return false;
                }
            }
        }
        catch (RequestFailedException failed) when (StorageFailure.IsOutage(failed) || failed.ErrorCode == IndexBlobs.ContainerMissing)
        {
            // The commit after this one notes more.
        }

        return true;
    }

    private async Task<bool> TryWriteMarkAsync(BinaryData content, CancellationToken cancellationToken)
    {
        if (_markTag is not { } known)
        {
            return false;
        }

        var conditions = known.Length == 0 ? BlobRequestConditions.CreateOnly : BlobRequestConditions.Match(new ETag(known));
        var written = await _mark.UploadAsync(content, new BlobUploadOptions { Conditions = conditions }, cancellationToken);
        _markTag = written.IsSaved ? written.ETag.ToString() : null;
        return written.IsSaved;
    }

    private async Task<(long Generation, ETag ETag)> FindMarkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var read = await _mark.DownloadContentAsync(cancellationToken: cancellationToken);
            return read.IsFound ? (GenerationOf(read.Content), read.Properties!.ETag) : default;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == IndexBlobs.ContainerMissing)
        {
            return default;
        }
    }

    // An unreadable mark is as good as none: the next commit writes it anew, and it is a second witness only.
    private static long GenerationOf(BinaryData content)
    {
        try
        {
            return StoreJson.ReadMark(content).Generation;
        }
        catch (InvalidDataException)
        {
            return 0;
        }
    }

    /// <summary>Whether there are blobs of an index, whatever they are.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var folder in BlobNames.Folders)
            {
                if (await container.GetBlobsAsync(folder, cancellationToken: cancellationToken).AnyAsync(cancellationToken))
                {
                    return true;
                }
            }

            return false;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == IndexBlobs.ContainerMissing)
        {
            return false;
        }
    }

    /// <summary>Claims to be the one process that has the index rebuilt.</summary>
    /// <param name="expired">Claims made before this moment are no longer respected.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether this process has the claim.</returns>
    public async Task<bool> TryClaimRebuildAsync(DateTimeOffset expired, CancellationToken cancellationToken)
    {
        await container.CreateIfNotExistsAsync(cancellationToken);
        var claim = await _request.GetPropertiesIfExistsAsync(cancellationToken);
        if (claim?.LastModified > expired)
        {
            return false;
        }

        var conditions = claim is null ? BlobRequestConditions.CreateOnly : BlobRequestConditions.Match(claim.ETag);
        return (await _request.UploadAsync(BinaryData.Empty, new BlobUploadOptions { Conditions = conditions }, cancellationToken)).IsSaved;
    }

    /// <summary>Gives the claim up: the rebuild is done, or could not be asked for.</summary>
    public async Task ReleaseRebuildAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _request.DeleteIfExistsAsync(cancellationToken: cancellationToken);
        }
        catch (RequestFailedException failed) when (StorageFailure.IsOutage(failed))
        {
            // It expires.
        }
    }
}
