using System.Globalization;
using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <summary>
/// A lease on one blob, as a lock (docs/storage-protocol.md §4.2). Renew it at a third of its duration and treat any failure as lost. It guards
/// writes to that blob only: to protect other data, keep a number in the blob that each holder increments.
/// </summary>
public sealed class BlobLeaseClient
{
    private readonly StoragePipeline _pipeline;
    private readonly string _path;

    internal BlobLeaseClient(StoragePipeline pipeline, string path, string leaseId)
    {
        _pipeline = pipeline;
        _path = path;
        LeaseId = leaseId;
    }

    /// <summary>The id that proves possession; chosen before the lease is taken, so that a repeated attempt finds its own lease.</summary>
    public string LeaseId { get; }

    /// <summary>Takes the lease, or extends it when it is already the caller's.</summary>
    /// <param name="duration">15 to 60 s in whole seconds.</param>
    /// <param name="cancellationToken">Stops waiting; the lease may still be taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is not possible.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<BlobLeaseOutcome> AcquireAsync(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        if (duration.TotalSeconds is < 15 or > 60)
        {
            throw new ArgumentOutOfRangeException(nameof(duration), duration, "A lease lasts 15 to 60 s.");
        }

        using var message = CreateMessage("acquire");
        message.Request.Headers.Add("x-ms-lease-duration", duration.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture));
        message.Request.Headers.Add("x-ms-proposed-lease-id", LeaseId);
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return (response.Status, StorageError.CodeOf(response)) switch
        {
            (201, _) => BlobLeaseOutcome.Acquired,
            (404, _) when BlobRequest.IsMissingBlob(response) => BlobLeaseOutcome.NotFound,
            (409, "LeaseAlreadyPresent" or "LeaseIsBreakingAndCannotBeAcquired" or "") => BlobLeaseOutcome.Held,
            _ => throw StorageError.Unexpected(message),
        };
    }

    /// <summary>Extends the lease by its duration; false when it is lost.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away: then nothing is known, and the lease counts as lost.</exception>
    public Task<bool> RenewAsync(CancellationToken cancellationToken = default) => SendHeldAsync("renew", 200, cancellationToken);

    /// <summary>Gives the lease back; false when it was lost before.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public Task<bool> ReleaseAsync(CancellationToken cancellationToken = default) => SendHeldAsync("release", 200, cancellationToken);

    /// <summary>Ends whoever's lease at once; false when there was none.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<bool> BreakAsync(CancellationToken cancellationToken = default)
    {
        using var message = CreateMessage("break");
        message.Request.Headers.Add("x-ms-lease-break-period", "0");
        return await SucceedsAsync(message, 202, cancellationToken);
    }

    private async Task<bool> SendHeldAsync(string action, int success, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(action);
        message.Request.Headers.Add("x-ms-lease-id", LeaseId);
        return await SucceedsAsync(message, success, cancellationToken);
    }

    private async Task<bool> SucceedsAsync(HttpMessage message, int success, CancellationToken cancellationToken)
    {
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.Status == success || (response.Status is 404 or 409 or 412 ? false : throw StorageError.Unexpected(message));
    }

    private HttpMessage CreateMessage(string action)
    {
        var message = _pipeline.CreateMessage(BlobOperations.Lease, RequestMethod.Put, _path);
        message.Request.AppendQuery("comp", "lease");
        message.Request.Headers.Add("x-ms-lease-action", action);
        message.Request.SetEmptyBody();
        return message;
    }
}
