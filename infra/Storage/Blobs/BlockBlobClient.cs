using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <summary>A blob made of blocks that are staged one by one and then committed as a whole. Safe for concurrent use.</summary>
public sealed partial class BlockBlobClient : BlobBaseClient
{
    private const int MostBlocks = 50_000;
    private const int LongestBlockId = 64;

    internal BlockBlobClient(StoragePipeline pipeline, string container, string name)
        : base(pipeline, container, name)
    {
    }

    /// <param name="blobUri">The blob's full address, with a shared access signature or public.</param>
    /// <param name="options">Retries, time limits, meter; null for the defaults.</param>
    /// <exception cref="ArgumentException">This is no blob's address.</exception>
    public BlockBlobClient(Uri blobUri, StorageClientOptions? options = null)
        : base(blobUri, options)
    {
    }

    /// <summary>
    /// Stages a block, invisible until committed: <see cref="WriteOutcome.Saved"/>, or <see cref="WriteOutcome.Leased"/>. The service drops
    /// what is not committed within a week.
    /// </summary>
    /// <param name="base64BlockId">Base64 of at most 64 bytes; all ids of a blob have one length.</param>
    /// <param name="content">At least one byte.</param>
    /// <param name="leaseId">The lease the caller holds on the blob, if any.</param>
    /// <param name="cancellationToken">Stops waiting; the block may still be staged.</param>
    /// <exception cref="ArgumentException">The id or the content is not possible.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the container does not exist.</exception>
    public async Task<WriteOutcome> StageBlockAsync(
        string base64BlockId,
        ReadOnlyMemory<byte> content,
        string? leaseId = null,
        CancellationToken cancellationToken = default)
    {
        CheckBlockId(base64BlockId);
        if (content.IsEmpty)
        {
            throw new ArgumentException("A block has at least one byte.", nameof(content));
        }

        var conditions = new BlobRequestConditions { LeaseId = leaseId };
        using var message = CreateMessage(BlobOperations.StageBlock, RequestMethod.Put);
        message.Request.AppendQuery("comp", "block");
        message.Request.AppendQuery("blockid", base64BlockId);
        BlobRequest.SetConditions(message.Request, conditions);
        message.Request.Content = RequestContent.Create(content);
        var response = await Pipeline.SendAsync(message, cancellationToken);
        return response.Status == 201 ? WriteOutcome.Saved : BlobWrites.OutcomeOf(message, conditions);
    }

    /// <summary>
    /// Makes the blob of staged and committed blocks in the given order; blocks not named are dropped. Outcomes as of an upload.
    /// </summary>
    /// <param name="base64BlockIds">At most 50,000 ids.</param>
    /// <param name="options">Headers, metadata, conditions; null for none.</param>
    /// <param name="cancellationToken">Stops waiting; the commit may still happen.</param>
    /// <exception cref="ArgumentException">An id is not possible, or there are too many.</exception>
    /// <exception cref="RequestFailedException">Storage refused (also an id that was never staged) or is away.</exception>
    public async Task<WriteResult> CommitBlockListAsync(
        IReadOnlyList<string> base64BlockIds,
        BlobUploadOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(base64BlockIds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(base64BlockIds.Count, MostBlocks, nameof(base64BlockIds));
        options ??= new BlobUploadOptions();
        using var message = CreateMessage(BlobOperations.CommitBlocks, RequestMethod.Put);
        var request = message.Request;
        request.AppendQuery("comp", "blocklist");
        request.Headers.Add("Content-Type", "application/xml");
        BlobRequest.SetContentHeaders(request, options.HttpHeaders);
        BlobRequest.SetMetadata(request, options.Metadata);
        BlobRequest.SetWriteConditions(request, options.Conditions);
        request.Content = RequestContent.Create(StorageXml.Write(xml =>
        {
            xml.WriteStartElement("BlockList");
            foreach (var id in base64BlockIds)
            {
                CheckBlockId(id);
                xml.WriteElementString("Latest", id);
            }

            xml.WriteEndElement();
        }));
        var response = await Pipeline.SendAsync(message, cancellationToken);
        if (response.Status == 201)
        {
            return WriteResult.Saved(response.ETagOf());
        }

        return message.WasRetried() && await IsCommittedAsync(base64BlockIds, cancellationToken) is { } etag
            ? WriteResult.Saved(etag)
            : WriteResult.Refused(BlobWrites.OutcomeOf(message, options.Conditions));
    }

    /// <summary>The ids of the committed blocks in order; null when there is no such blob.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<IReadOnlyList<string>?> GetCommittedBlockIdsAsync(CancellationToken cancellationToken = default)
    {
        using var message = CreateMessage(BlobOperations.BlockList, RequestMethod.Get);
        message.Request.AppendQuery("comp", "blocklist");
        message.Request.AppendQuery("blocklisttype", "committed");
        var response = await Pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            200 => StorageXml.ReadList(response.ContentStream!, "Block").Items.ConvertAll(static block => block["Name"]),
            404 when BlobRequest.IsMissingBlob(response) => null,
            _ => throw StorageError.Unexpected(message),
        };
    }

    private static void CheckBlockId(string id)
    {
        Span<byte> bytes = stackalloc byte[LongestBlockId];
        if (!Convert.TryFromBase64String(id, bytes, out var length) || length == 0)
        {
            throw new ArgumentException($"A block id is base64 of 1 to {LongestBlockId} bytes.", nameof(id));
        }
    }

    private async Task<ETag?> IsCommittedAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var committed = await GetCommittedBlockIdsAsync(cancellationToken);
        if (committed is null || !committed.SequenceEqual(ids, StringComparer.Ordinal))
        {
            return null;
        }

        var stored = await GetPropertiesIfExistsAsync(cancellationToken);
        return stored?.ETag;
    }
}
