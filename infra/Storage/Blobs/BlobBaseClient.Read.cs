using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <content>Downloads.</content>
public abstract partial class BlobBaseClient
{
    /// <summary>Reads the blob, or a range of it, into memory.</summary>
    /// <param name="conditions">When to read at all; null for always.</param>
    /// <param name="range">The bytes wanted; default for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the container does not exist.</exception>
    public async Task<BlobDownloadResult> DownloadContentAsync(
        BlobRequestConditions? conditions = null,
        HttpRange range = default,
        CancellationToken cancellationToken = default)
    {
        using var message = CreateDownload(conditions, range);
        var response = await Pipeline.SendAsync(message, cancellationToken);
        var outcome = BlobRequest.OutcomeOf(message);
        return outcome == BlobReadOutcome.Found
            ? new BlobDownloadResult(outcome, response.Content, BlobRequest.ReadProperties(response))
            : new BlobDownloadResult(outcome, BinaryData.Empty, null);
    }

    /// <summary>Opens the blob, or a range of it, for reading as it arrives. A broken connection shows while reading.</summary>
    /// <param name="conditions">When to read at all; null for always.</param>
    /// <param name="range">The bytes wanted; default for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the container does not exist.</exception>
    public async Task<BlobDownloadStreamingResult> DownloadStreamingAsync(
        BlobRequestConditions? conditions = null,
        HttpRange range = default,
        CancellationToken cancellationToken = default)
    {
        using var message = CreateDownload(conditions, range);
        message.BufferResponse = false;
        var response = await Pipeline.SendAsync(message, cancellationToken);
        var outcome = BlobRequest.OutcomeOf(message);
        return outcome == BlobReadOutcome.Found
            ? new BlobDownloadStreamingResult(outcome, message.ExtractResponseContent() ?? Stream.Null, BlobRequest.ReadProperties(response))
            : new BlobDownloadStreamingResult(outcome, Stream.Null, null);
    }

    /// <summary>
    /// Copies the whole blob into a stream. When the connection breaks it goes on where it was, and stops as
    /// <see cref="BlobReadOutcome.Stale"/> if the blob has been changed meanwhile.
    /// </summary>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the container does not exist.</exception>
    public async Task<BlobReadOutcome> DownloadToAsync(
        Stream destination, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        long written = 0;
        while (true)
        {
            using var part = await DownloadStreamingAsync(conditions, written == 0 ? default : new HttpRange(written), cancellationToken);
            if (!part.IsFound)
            {
                return part.Outcome;
            }

            conditions = BlobRequestConditions.Match(part.Properties!.ETag);
            var before = written;
            written += await CopyWhatArrivesAsync(part.Content, destination, cancellationToken);
            if (written >= part.Properties.ContentLength)
            {
                return BlobReadOutcome.Found;
            }

            if (written == before)
            {
                throw StorageFailure.Unanswered(BlobOperations.Download.Name,
                    new HttpIOException(HttpRequestError.ResponseEnded, "The download stopped before its first byte."));
            }
        }
    }

    private static async Task<long> CopyWhatArrivesAsync(Stream source, Stream destination, CancellationToken cancellationToken)
    {
        long copied = 0;
        var buffer = new byte[81_920];
        while (true)
        {
            int count;
            try
            {
                count = await source.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception broken) when (!cancellationToken.IsCancellationRequested && StorageFailure.IsUnanswered(broken))
            {
                return copied;
            }

            if (count == 0)
            {
                return copied;
            }

            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            copied += count;
        }
    }

    private HttpMessage CreateDownload(BlobRequestConditions? conditions, HttpRange range)
    {
        var message = CreateMessage(BlobOperations.Download, RequestMethod.Get);
        BlobRequest.SetConditions(message.Request, conditions ?? new BlobRequestConditions());
        BlobRequest.SetRange(message.Request, range);
        return message;
    }
}
