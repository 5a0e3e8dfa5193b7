using System.Text;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.Infra.Tests.Storage.Blobs;

public sealed class AppendBlobClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_log_grows_at_its_end()
    {
        var log = (await Emulator.ContainerAsync()).GetAppendBlobClient("log");

        Assert.Equal(WriteOutcome.NotFound, (await log.AppendBlockAsync(Bytes("x"), cancellationToken: Stop)).Outcome);
        Assert.True((await log.CreateIfNotExistsAsync(cancellationToken: Stop)).IsSaved);
        Assert.Equal(WriteOutcome.Exists, (await log.CreateIfNotExistsAsync(cancellationToken: Stop)).Outcome);
        var first = await log.AppendBlockAsync(Bytes("one"), cancellationToken: Stop);
        var second = await log.AppendBlockAsync(Bytes("two"), ifAppendPositionEqual: 3, cancellationToken: Stop);
        var elsewhere = await log.AppendBlockAsync(Bytes("three"), ifAppendPositionEqual: 3, cancellationToken: Stop);

        Assert.Equal((0L, 1), (first.AppendOffset, first.CommittedBlockCount));
        Assert.Equal((3L, 2), (second.AppendOffset, second.CommittedBlockCount));
        Assert.Equal(WriteOutcome.Stale, elsewhere.Outcome);
        var read = await log.DownloadContentAsync(cancellationToken: Stop);
        Assert.Equal("onetwo", read.Content.ToString());
    }

    [Fact]
    public async Task Of_ten_racing_appends_at_one_position_one_wins_and_of_ten_free_ones_all()
    {
        var log = (await Emulator.ContainerAsync()).GetAppendBlobClient("raced");
        await log.CreateIfNotExistsAsync(cancellationToken: Stop);

        var fixedPosition = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => log.AppendBlockAsync(Bytes("0123456789"), 0, cancellationToken: Stop)));
        var free = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => log.AppendBlockAsync(Bytes("0123456789"), cancellationToken: Stop)));

        Assert.Single(fixedPosition, static append => append.IsSaved);
        Assert.All(free, static append => Assert.True(append.IsSaved));
        Assert.Equal(110, (await log.GetPropertiesIfExistsAsync(Stop))!.ContentLength);
    }

    [Fact]
    public async Task An_empty_block_is_refused()
    {
        var log = (await Emulator.ContainerAsync()).GetAppendBlobClient("empty");

        await Assert.ThrowsAsync<ArgumentException>(() => log.AppendBlockAsync(ReadOnlyMemory<byte>.Empty, cancellationToken: Stop));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
