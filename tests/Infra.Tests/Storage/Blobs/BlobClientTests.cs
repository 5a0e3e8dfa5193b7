using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.Infra.Tests.Storage.Blobs;

public sealed class BlobClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_is_created_once_and_deleted_once()
    {
        var service = (await Emulator.AccountAsync()).CreateBlobServiceClient();
        var container = service.GetBlobContainerClient("listed-container");

        Assert.True(await container.CreateIfNotExistsAsync(Stop));
        Assert.False(await container.CreateIfNotExistsAsync(Stop));
        Assert.True(await container.DeleteIfExistsAsync(Stop));
        Assert.False(await container.DeleteIfExistsAsync(Stop));
    }

    [Fact]
    public async Task Content_headers_and_metadata_come_back()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("目录/文件 1%+'#?&.txt");
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = "text/plain; charset=utf-8",
                ContentDisposition = "attachment; filename=\"a b.txt\"",
                CacheControl = "no-cache",
                ContentEncoding = "identity",
            },
            Metadata = new Dictionary<string, string> { ["owner"] = "省厅 & Co" },
        };

        var saved = await blob.UploadAsync(BinaryData.FromString("政务应用超市"), options, Stop);
        var read = await blob.DownloadContentAsync(cancellationToken: Stop);

        Assert.True(saved.IsSaved);
        Assert.Equal("政务应用超市", read.Content.ToString());
        Assert.Equal(saved.ETag, read.Properties!.ETag);
        Assert.Equal(options.HttpHeaders, read.Properties.HttpHeaders);
        Assert.Equal("省厅 & Co", read.Properties.Metadata["owner"]);
        Assert.Equal(18, read.Properties.ContentLength);
        Assert.Equal(16, read.Properties.ContentHash.Length);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            blob.UploadAsync(BinaryData.Empty, new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["a-b"] = "" } }, Stop));
        Assert.Equal(BlobReadOutcome.NotFound,
            (await (await Emulator.ContainerAsync()).GetBlobClient("none").DownloadContentAsync(cancellationToken: Stop)).Outcome);
    }

    [Fact]
    public async Task Creating_only_and_changing_by_version_are_outcomes()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("a");
        var createOnly = new BlobUploadOptions { Conditions = BlobRequestConditions.CreateOnly };

        var first = await blob.UploadAsync(BinaryData.FromString("1"), createOnly, Stop);
        var exists = await blob.UploadAsync(BinaryData.FromString("1"), createOnly, Stop);
        var match = new BlobUploadOptions { Conditions = BlobRequestConditions.Match(first.ETag) };
        var second = await blob.UploadAsync(BinaryData.FromString("2"), match, Stop);
        var stale = await blob.UploadAsync(BinaryData.FromString("3"), match, Stop);

        Assert.Equal(
            [WriteOutcome.Saved, WriteOutcome.Exists, WriteOutcome.Saved, WriteOutcome.Stale],
            new[] { first.Outcome, exists.Outcome, second.Outcome, stale.Outcome });
    }

    [Fact]
    public async Task Of_ten_racing_creations_and_changes_one_wins()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("raced");

        var creations = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            blob.UploadAsync(BinaryData.FromString($"{i}"), new BlobUploadOptions { Conditions = BlobRequestConditions.CreateOnly }, Stop)));
        var winner = Assert.Single(creations, static creation => creation.IsSaved);
        var changes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            blob.UploadAsync(BinaryData.FromString($"{i}"), new BlobUploadOptions { Conditions = BlobRequestConditions.Match(winner.ETag) }, Stop)));

        Assert.Single(changes, static change => change.IsSaved);
    }

    [Fact]
    public async Task A_conditional_read_saves_the_transfer()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("manifest");
        var saved = await blob.UploadAsync(BinaryData.FromString("1"), cancellationToken: Stop);
        var unless = new BlobRequestConditions { IfNoneMatch = saved.ETag };

        Assert.Equal(BlobReadOutcome.NotModified, (await blob.DownloadContentAsync(unless, cancellationToken: Stop)).Outcome);
        await blob.UploadAsync(BinaryData.FromString("2"), cancellationToken: Stop);
        Assert.Equal("2", (await blob.DownloadContentAsync(unless, cancellationToken: Stop)).Content.ToString());
        Assert.Equal(BlobReadOutcome.Stale, (await blob.DownloadContentAsync(BlobRequestConditions.Match(saved.ETag), cancellationToken: Stop)).Outcome);
    }

    [Fact]
    public async Task A_range_is_read_alone()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("range");
        await blob.UploadAsync(BinaryData.FromString("0123456789"), cancellationToken: Stop);

        var middle = await blob.DownloadContentAsync(range: new HttpRange(2, 3), cancellationToken: Stop);
        var tail = await blob.DownloadContentAsync(range: new HttpRange(8), cancellationToken: Stop);
        var beyond = await blob.DownloadContentAsync(range: new HttpRange(11), cancellationToken: Stop);

        Assert.Equal(("234", 10L), (middle.Content.ToString(), middle.Properties!.ContentLength));
        Assert.Equal("89", tail.Content.ToString());
        Assert.Equal(BlobReadOutcome.OutOfRange, beyond.Outcome);
    }

    [Fact]
    public async Task A_large_stream_is_uploaded_in_blocks_and_read_back()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("large");
        var content = new byte[9 * 1024 * 1024 + 17];
        new Random(7).NextBytes(content);

        var saved = await blob.UploadAsync(new MemoryStream(content), new BlobUploadOptions { Conditions = BlobRequestConditions.CreateOnly }, Stop);
        var again = await blob.UploadAsync(new MemoryStream(content), new BlobUploadOptions { Conditions = BlobRequestConditions.CreateOnly }, Stop);
        var copy = new MemoryStream();
        var outcome = await blob.DownloadToAsync(copy, cancellationToken: Stop);
        using var streamed = await blob.DownloadStreamingAsync(cancellationToken: Stop);
        var head = new byte[10];
        await streamed.Content.ReadExactlyAsync(head, Stop);

        Assert.Equal((WriteOutcome.Saved, WriteOutcome.Exists), (saved.Outcome, again.Outcome));
        Assert.Equal(BlobReadOutcome.Found, outcome);
        Assert.Equal(content, copy.ToArray());
        Assert.Equal(content[..10], head);
    }

    [Fact]
    public async Task A_small_or_empty_stream_is_uploaded_at_once()
    {
        var meter = new StorageMeter();
        var container = await Emulator.ContainerAsync(new StorageClientOptions { Meter = meter });

        await container.GetBlobClient("empty").UploadAsync(Stream.Null, cancellationToken: Stop);
        await container.GetBlobClient("small").UploadAsync(new MemoryStream([1, 2, 3]), cancellationToken: Stop);

        Assert.Equal((2, 0), (meter["Blob.Upload"], meter["Blob.StageBlock"]));
        Assert.Equal(0, (await container.GetBlobClient("empty").GetPropertiesIfExistsAsync(Stop))!.ContentLength);
    }

    [Fact]
    public async Task A_deletion_tells_what_it_found()
    {
        var blob = (await Emulator.ContainerAsync()).GetBlobClient("gone");
        var saved = await blob.UploadAsync(BinaryData.FromString("1"), cancellationToken: Stop);
        await blob.UploadAsync(BinaryData.FromString("2"), cancellationToken: Stop);

        Assert.Equal(WriteOutcome.Stale, (await blob.DeleteIfExistsAsync(BlobRequestConditions.Match(saved.ETag), Stop)).Outcome);
        Assert.NotNull(await blob.GetPropertiesIfExistsAsync(Stop));
        Assert.Equal(WriteOutcome.Saved, (await blob.DeleteIfExistsAsync(cancellationToken: Stop)).Outcome);
        Assert.Equal(WriteOutcome.NotFound, (await blob.DeleteIfExistsAsync(cancellationToken: Stop)).Outcome);
        Assert.Null(await blob.GetPropertiesIfExistsAsync(Stop));
    }

    [Fact]
    public async Task Blobs_are_listed_by_prefix_in_pages()
    {
        var container = await Emulator.ContainerAsync();
        var names = new[] { "a/1 & <x>", "a/2", "a/3 ", "b/1" };
        foreach (var name in names)
        {
            await container.GetBlobClient(name).UploadAsync(BinaryData.FromString(name), cancellationToken: Stop);
        }

        var pages = await container.GetBlobsAsync("a/", maxPerPage: 2, cancellationToken: Stop).AsPages().ToListAsync(Stop);
        var first = pages[0].Values[0];

        Assert.Equal([2, 1], pages.Select(static page => page.Values.Count));
        Assert.Equal(names[..3], pages.SelectMany(static page => page.Values).Select(static blob => blob.Name));
        Assert.Equal((await container.GetBlobClient(first.Name).GetPropertiesIfExistsAsync(Stop))!.ETag, first.ETag);
        Assert.Equal(names[0].Length, first.ContentLength);
    }

    [Fact]
    public async Task A_copy_carries_content_and_headers_and_keeps_what_exists()
    {
        var container = await Emulator.ContainerAsync();
        var source = container.GetBlobClient("quarantine/原件.pdf");
        var target = container.GetBlobClient("clean/1");
        await source.UploadAsync(BinaryData.FromString("content"),
            new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/pdf" } }, Stop);

        var copied = await target.CopyFromUriAsync(source.Uri, new() { DestinationConditions = BlobRequestConditions.CreateOnly }, Stop);
        var again = await target.CopyFromUriAsync(source.Uri, new() { DestinationConditions = BlobRequestConditions.CreateOnly }, Stop);
        var missing = await target.CopyFromUriAsync(container.GetBlobClient("quarantine/none").Uri, cancellationToken: Stop);
        var read = await target.DownloadContentAsync(cancellationToken: Stop);

        Assert.Equal((WriteOutcome.Saved, WriteOutcome.Exists, WriteOutcome.NotFound), (copied.Outcome, again.Outcome, missing.Outcome));
        Assert.Equal(("content", "application/pdf"), (read.Content.ToString(), read.Properties!.HttpHeaders.ContentType));
    }

    [Fact]
    public async Task A_copy_of_one_version_is_refused_once_its_source_was_changed()
    {
        var container = await Emulator.ContainerAsync();
        var source = container.GetBlobClient("source");
        var target = container.GetBlobClient("target");
        var first = await source.UploadAsync(BinaryData.FromString("checked"), cancellationToken: Stop);
        var ofFirst = new BlobCopyFromUriOptions { SourceConditions = BlobRequestConditions.Match(first.ETag) };

        Assert.True((await target.CopyFromUriAsync(source.Uri, ofFirst, Stop)).IsSaved);
        await source.UploadAsync(BinaryData.FromString("overwritten"), cancellationToken: Stop);
        var stale = await target.CopyFromUriAsync(source.Uri, ofFirst, Stop);
        var staleAndExisting =
            await target.CopyFromUriAsync(source.Uri, ofFirst with { DestinationConditions = BlobRequestConditions.Match(new ETag("\"x\"")) }, Stop);

        Assert.Equal((WriteOutcome.Stale, WriteOutcome.Stale), (stale.Outcome, staleAndExisting.Outcome));
        Assert.Equal("checked", (await target.DownloadContentAsync(cancellationToken: Stop)).Content.ToString());
        await Assert.ThrowsAsync<ArgumentException>(() => target.CopyFromUriAsync(source.Uri, new() { SourceConditions = new() { LeaseId = "x" } }, Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("../other/x")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a.")]
    [InlineData("a\\b")]
    [InlineData("a\u0007")]
    [InlineData("a\u007f")]
    public async Task A_name_that_could_leave_its_container_is_refused(string name)
    {
        var container = await Emulator.ContainerAsync();

        Assert.Throws<ArgumentException>(() => container.GetBlobClient(name));
        Assert.Throws<ArgumentException>(() => container.GetBlockBlobClient(name));
        Assert.Throws<ArgumentException>(() => container.GetAppendBlobClient(name));
    }

    [Fact]
    public async Task A_name_with_an_unpaired_surrogate_is_refused()
    {
        var container = await Emulator.ContainerAsync();

        Assert.Throws<ArgumentException>(() => container.GetBlobClient("a" + '\uD800'));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("Upper")]
    [InlineData("a--b")]
    [InlineData("-ab")]
    [InlineData("a_b")]
    public async Task A_container_name_the_cloud_refuses_is_refused(string name)
    {
        var service = (await Emulator.AccountAsync()).CreateBlobServiceClient();

        Assert.Throws<ArgumentException>(() => service.GetBlobContainerClient(name));
    }

    [Fact]
    public async Task A_missing_container_is_an_error_but_no_outage()
    {
        var blob = (await Emulator.AccountAsync()).CreateBlobServiceClient().GetBlobContainerClient("never-created").GetBlobClient("x");

        var write = await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("x"), cancellationToken: Stop));
        var read = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadContentAsync(cancellationToken: Stop));

        Assert.Equal(("ContainerNotFound", "ContainerNotFound"), (write.ErrorCode, read.ErrorCode));
        Assert.False(StorageFailure.IsOutage(write));
    }
}
