using System.Security.Cryptography;
using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <content>Writing a whole blob in one request.</content>
public sealed partial class BlockBlobClient
{
    internal Guid NewUploadId() => Pipeline.NewId();

    internal async Task<WriteResult> UploadAsync(ReadOnlyMemory<byte> content, BlobUploadOptions options, CancellationToken cancellationToken)
    {
        using var message = CreateMessage(BlobOperations.Upload, RequestMethod.Put);
        var request = message.Request;
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        BlobRequest.SetContentHeaders(request, options.HttpHeaders);
        BlobRequest.SetMetadata(request, options.Metadata);
        BlobRequest.SetWriteConditions(request, options.Conditions);
        request.Content = RequestContent.Create(content);
        var response = await Pipeline.SendAsync(message, cancellationToken);
        if (response.Status == 201)
        {
            return WriteResult.Saved(response.ETagOf());
        }

        return message.WasRetried() && await IsUploadedAsync(content, cancellationToken) is { } etag
            ? WriteResult.Saved(etag)
            : WriteResult.Refused(BlobWrites.OutcomeOf(message, options.Conditions));
    }

    private async Task<ETag?> IsUploadedAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var stored = await GetPropertiesIfExistsAsync(cancellationToken);
        return stored is not null && stored.ContentLength == content.Length && stored.ContentHash.Span.SequenceEqual(Md5(content.Span)) ? stored.ETag : null;
    }

#pragma warning disable CA5351 // The service's own content hash is MD5; it detects accidents, not attackers.
    private static byte[] Md5(ReadOnlySpan<byte> content) => MD5.HashData(content);
#pragma warning restore CA5351
}
