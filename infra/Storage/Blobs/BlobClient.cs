using System.Buffers;
using Azure;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Blobs;

/// <summary>A blob as a whole: uploads of any size, downloads, properties. Safe for concurrent use.</summary>
public sealed class BlobClient : BlobBaseClient
{
    private const int BlockSize = 4 * 1024 * 1024;

    internal BlobClient(StoragePipeline pipeline, string container, string name)
        : base(pipeline, container, name)
    {
    }

    /// <param name="blobUri">The blob's full address, with a shared access signature or public.</param>
    /// <param name="options">Retries, time limits, meter; null for the defaults.</param>
    /// <exception cref="ArgumentException">This is no blob's address.</exception>
    public BlobClient(Uri blobUri, StorageClientOptions? options = null)
        : base(blobUri, options)
    {
    }

    /// <summary>
    /// Writes the blob in one request: <see cref="WriteOutcome.Saved"/>, or by the conditions <see cref="WriteOutcome.Exists"/>,
    /// <see cref="WriteOutcome.Stale"/> or <see cref="WriteOutcome.Leased"/>.
    /// </summary>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the container does not exist.</exception>
    public Task<WriteResult> UploadAsync(BinaryData content, BlobUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return AsBlocks().UploadAsync(content.ToMemory(), options ?? new BlobUploadOptions(), cancellationToken);
    }

    /// <summary>
    /// Writes the blob from a stream of any length, in blocks of 4 MiB when it has more than one; the blob appears, or changes, as a whole.
    /// Outcomes as of the other overload.
    /// </summary>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the container does not exist.</exception>
    public async Task<WriteResult> UploadAsync(Stream content, BlobUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        options ??= new BlobUploadOptions();
        var blocks = AsBlocks();
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        var length = await content.ReadAtLeastAsync(buffer.AsMemory(0, BlockSize), BlockSize, throwOnEndOfStream: false, cancellationToken);
        var result = length < BlockSize
            ? await blocks.UploadAsync(buffer.AsMemory(0, length), options, cancellationToken)
            : await UploadBlocksAsync(blocks, content, buffer.AsMemory(0, BlockSize), options, cancellationToken);

        // After a failure the transport might still be reading it: then it is left to the garbage collector.
        ArrayPool<byte>.Shared.Return(buffer);
        return result;
    }

    private static async Task<WriteResult> UploadBlocksAsync(
        BlockBlobClient blocks,
        Stream content,
        Memory<byte> buffer,
        BlobUploadOptions options,
        CancellationToken cancellationToken)
    {
        var ids = new BlockIds(blocks.NewUploadId());
        var committed = new List<string>();
        for (var length = buffer.Length; length > 0;)
        {
            var id = ids.At(committed.Count);
            var staged = await blocks.StageBlockAsync(id, buffer[..length], options.Conditions.LeaseId, cancellationToken);
            if (staged != WriteOutcome.Saved)
            {
                return WriteResult.Refused(staged);
            }

            committed.Add(id);
            length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }

        return await blocks.CommitBlockListAsync(committed, options, cancellationToken);
    }

    private BlockBlobClient AsBlocks() => new(Pipeline, BlobContainerName, Name);
}
