using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.Infra.Tests.Storage.Blobs;

public sealed class BlockBlobClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blocks_appear_when_they_are_committed_and_in_that_order()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlockBlobClient("blocks");
        var ids = new[] { "YTE=", "YTI=", "YTM=" };

        await blob.StageBlockAsync(ids[0], "one"u8.ToArray(), cancellationToken: Stop);
        await blob.StageBlockAsync(ids[1], "two"u8.ToArray(), cancellationToken: Stop);
        await blob.StageBlockAsync(ids[2], "three"u8.ToArray(), cancellationToken: Stop);
        Assert.Null(await blob.GetPropertiesIfExistsAsync(Stop));
        var committed =
            await blob.CommitBlockListAsync([ids[2], ids[0]], new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "text/plain" } }, Stop);

        Assert.True(committed.IsSaved);
        var read = await blob.DownloadContentAsync(cancellationToken: Stop);
        Assert.Equal(("threeone", "text/plain"), (read.Content.ToString(), read.Properties!.HttpHeaders.ContentType));
        Assert.Equal([ids[2], ids[0]], await blob.GetCommittedBlockIdsAsync(Stop));
        var other = (await Emulator.ContainerAsync()).GetBlockBlobClient("none");
        Assert.Null(await other.GetCommittedBlockIdsAsync(Stop));
    }

    [Fact]
    public async Task A_block_that_was_never_staged_cannot_be_committed()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlockBlobClient("unknown");

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => blob.CommitBlockListAsync(["YTE="], cancellationToken: Stop));

        Assert.Equal("InvalidBlockList", error.ErrorCode);
        await Assert.ThrowsAsync<ArgumentException>(() => blob.StageBlockAsync("not base64!", "x"u8.ToArray(), cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => blob.StageBlockAsync("YTE=", ReadOnlyMemory<byte>.Empty, cancellationToken: Stop));
    }
}
