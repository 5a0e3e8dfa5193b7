using System.Globalization;
using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <summary>
/// A blob that only grows: for logs that nobody may change. With the expected position given, an append happens exactly once even when an
/// answer is lost; without it, an append is sent once and a lost answer is an outage. Safe for concurrent use.
/// </summary>
public sealed class AppendBlobClient : BlobBaseClient
{
    private const int LargestBlock = 100 * 1024 * 1024;

    internal AppendBlobClient(StoragePipeline pipeline, string container, string name)
        : base(pipeline, container, name)
    {
    }

    /// <summary>Creates the blob, empty: <see cref="WriteOutcome.Saved"/>, or <see cref="WriteOutcome.Exists"/>.</summary>
    /// <param name="options">Headers and metadata; conditions are not used.</param>
    /// <param name="cancellationToken">Stops waiting; the blob may still be created.</param>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the container does not exist.</exception>
    public async Task<WriteResult> CreateIfNotExistsAsync(BlobUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new BlobUploadOptions();
        using var message = CreateMessage(BlobOperations.CreateAppend, RequestMethod.Put);
        message.Request.Headers.Add("x-ms-blob-type", "AppendBlob");
        BlobRequest.SetContentHeaders(message.Request, options.HttpHeaders);
        BlobRequest.SetMetadata(message.Request, options.Metadata);
        BlobRequest.SetConditions(message.Request, BlobRequestConditions.CreateOnly);
        message.Request.SetEmptyBody();
        var response = await Pipeline.SendAsync(message, cancellationToken);
        return response.Status == 201
            ? WriteResult.Saved(response.ETagOf())
            : WriteResult.Refused(BlobWrites.OutcomeOf(message, BlobRequestConditions.CreateOnly));
    }

    /// <summary>Appends a block.</summary>
    /// <param name="content">1 byte to 100 MiB.</param>
    /// <param name="ifAppendPositionEqual">Where the blob must end now; null for wherever it ends, which gives up safe repetition.</param>
    /// <param name="leaseId">The lease the caller holds on the blob, if any.</param>
    /// <param name="cancellationToken">Stops waiting; the append may still happen.</param>
    /// <exception cref="ArgumentException">The content is empty or too long.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the container does not exist.</exception>
    public async Task<BlobAppendResult> AppendBlockAsync(
        ReadOnlyMemory<byte> content,
        long? ifAppendPositionEqual = null,
        string? leaseId = null,
        CancellationToken cancellationToken = default)
    {
        if (content.Length is 0 or > LargestBlock)
        {
            throw new ArgumentException($"A block has 1 to {LargestBlock} bytes, this one {content.Length}.", nameof(content));
        }

        var conditions = new BlobRequestConditions { LeaseId = leaseId };
        var operation = ifAppendPositionEqual is null ? BlobOperations.AppendOnce : BlobOperations.AppendAt;
        using var message = CreateMessage(operation, RequestMethod.Put);
        message.Request.AppendQuery("comp", "appendblock");
        if (ifAppendPositionEqual is { } expected)
        {
            message.Request.Headers.Add("x-ms-blob-condition-appendpos", expected.ToString(CultureInfo.InvariantCulture));
        }

        BlobRequest.SetConditions(message.Request, conditions);
        message.Request.Content = RequestContent.Create(content);
        var response = await Pipeline.SendAsync(message, cancellationToken);
        if (response.Status == 201)
        {
            var offset = Number(response, "x-ms-blob-append-offset");
            return new BlobAppendResult(WriteOutcome.Saved, offset, (int)Number(response, "x-ms-blob-committed-block-count"), response.ETagOf());
        }

        return message.WasRetried() && ifAppendPositionEqual is { } position
            && await IsAppendedAsync(content, position, cancellationToken) is { } appended
            ? appended
            : new BlobAppendResult(BlobWrites.OutcomeOf(message, conditions));
    }

    /// <summary>After a lost answer: whether our bytes stand where they should.</summary>
    private async Task<BlobAppendResult?> IsAppendedAsync(ReadOnlyMemory<byte> content, long position, CancellationToken cancellationToken)
    {
        var stored = await DownloadContentAsync(null, new HttpRange(position, content.Length), cancellationToken);
        return stored.IsFound && stored.Content.ToMemory().Span.SequenceEqual(content.Span)
            ? new BlobAppendResult(WriteOutcome.Saved, position, stored.Properties!.CommittedBlockCount, stored.Properties.ETag)
            : null;
    }

    private static long Number(Response response, string header) => long.Parse(response.Header(header) ?? "0", CultureInfo.InvariantCulture);
}
