using Marketplace.Storage.Blobs;

namespace Marketplace.Functions.Attachments;

/// <summary>Deletes bytes that no attachment needs: uploads nobody completed, and what a process left behind when it died.</summary>
internal sealed partial class SweepUploads(
    AttachmentParents parents, AttachmentStore store, AttachmentBlobs blobs, TimeProvider time, ILogger<SweepUploads> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var swept = 0;
        await foreach (var upload in blobs.ListUploadsAsync(cancellationToken))
        {
            if (await SweepUploadAsync(upload, cancellationToken))
            {
                swept++;
            }
        }

        await foreach (var kept in blobs.ListKeptAsync(cancellationToken))
        {
            if (await SweepKeptAsync(kept, cancellationToken))
            {
                swept++;
            }
        }

        if (swept > 0)
        {
            LogSwept(swept);
        }
    }

    private async Task<bool> SweepUploadAsync(BlobItem upload, CancellationToken cancellationToken)
    {
        var (parent, stored) = await FindAsync(upload.Name, cancellationToken);
        if (!AttachmentRules.IsLeftOver(stored?.File, upload.LastModified, time.GetUtcNow()))
        {
            return false;
        }

        // The row first: a completion that is under way then finds it taken, instead of its bytes gone.
        if (stored is { File.State: AttachmentState.AwaitingUpload }
            && !await store.SaveAsync(parent, stored, stored.File with { State = AttachmentState.Removed }, cancellationToken))
        {
            return false;
        }

        await blobs.DeleteUploadAsync(upload.Name, upload.ETag, cancellationToken);
        return true;
    }

    private async Task<bool> SweepKeptAsync(BlobItem kept, CancellationToken cancellationToken)
    {
        var (_, stored) = await FindAsync(kept.Name, cancellationToken);
        if (AttachmentRules.IsKept(stored?.File))
        {
            return false;
        }

        await blobs.DeleteKeptAsync(kept.Name, cancellationToken);
        return true;
    }

    private async Task<(AttachmentParent Home, StoredAttachment? Stored)> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Split('/') is not [var kind, var partition, var id] || !parents.Knows(kind))
        {
            return default;
        }

        var parent = new AttachmentParent(kind, partition);
        return (parent, await store.ReadAsync(parent, id, cancellationToken));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} uploads and files were deleted that no attachment needs")]
    private partial void LogSwept(int count);
}
