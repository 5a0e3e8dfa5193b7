using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <content>Leases and copies.</content>
public abstract partial class BlobBaseClient
{
    private static readonly TimeSpan CopyPoll = TimeSpan.FromMilliseconds(250);

    /// <summary>A client of a lease on this blob; nothing is sent.</summary>
    /// <param name="leaseId">A GUID that the holder keeps; null for a new one.</param>
    public BlobLeaseClient GetBlobLeaseClient(string? leaseId = null) => new(Pipeline, Path, leaseId ?? Pipeline.NewId().ToString());

    /// <summary>
    /// Makes this blob a copy of another of the same account, with its headers and metadata, and waits until it is done:
    /// <see cref="WriteOutcome.Saved"/>, <see cref="WriteOutcome.NotFound"/> when there is no source, or an outcome of the conditions;
    /// <see cref="WriteOutcome.Stale"/> also when it is the source that was changed.
    /// </summary>
    /// <param name="source">The source's address; of another account with a shared access signature.</param>
    /// <param name="options">When to copy at all; null for always.</param>
    /// <param name="cancellationToken">Stops waiting; the copy may still happen.</param>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the copy was aborted.</exception>
    public async Task<WriteResult> CopyFromUriAsync(Uri source, BlobCopyFromUriOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new BlobCopyFromUriOptions();
        using var message = CreateMessage(BlobOperations.Copy, RequestMethod.Put);
        message.Request.Headers.Add("x-ms-copy-source", source.AbsoluteUri);
        BlobRequest.SetWriteConditions(message.Request, options.DestinationConditions);
        BlobRequest.SetSourceConditions(message.Request, options.SourceConditions);
        message.Request.SetEmptyBody();
        var response = await Pipeline.SendAsync(message, cancellationToken);
        if (response.Status == 202)
        {
            // Somebody may write over the copy while it is under way: then it is no longer ours to call saved.
            var done = response.Header("x-ms-copy-status") == "pending" ? await AwaitCopyAsync(source, cancellationToken) : response.ETagOf();
            return done is { } etag ? WriteResult.Saved(etag) : WriteResult.Refused(WriteOutcome.Stale);
        }

        if (response.Status == 404 && StorageError.CodeOf(response) == "CannotVerifyCopySource")
        {
            return WriteResult.Refused(WriteOutcome.NotFound);
        }

        // A refusal after a retry may be the echo of our own first attempt.
        return message.WasRetried() && await AwaitCopyAsync(source, cancellationToken) is { } own
            ? WriteResult.Saved(own)
            : WriteResult.Refused(IsSourceChanged(response) ? WriteOutcome.Stale : BlobWrites.OutcomeOf(message, options.DestinationConditions));
    }

    private static bool IsSourceChanged(Response response) => response.Status == 412 && StorageError.CodeOf(response) == "SourceConditionNotMet";

    /// <summary>Waits for the end of a copy from that source; null when the blob is no longer one.</summary>
    private async Task<ETag?> AwaitCopyAsync(Uri source, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var message = CreateMessage(BlobOperations.Properties, RequestMethod.Head);
            var response = await Pipeline.SendAsync(message, cancellationToken);
            if (response.Status != 200 || response.Header("x-ms-copy-source") != source.AbsoluteUri)
            {
                return null;
            }

            switch (response.Header("x-ms-copy-status"))
            {
                case "success":
                    return response.ETagOf();
                case "pending":
                    await Task.Delay(CopyPoll, Pipeline.Clock, cancellationToken);
                    break;
                default:
                    throw StorageError.Create(BlobOperations.Copy.Name, response.Status, "CopyFailed", response.Header("x-ms-copy-status-description") ?? "");
            }
        }
    }
}
