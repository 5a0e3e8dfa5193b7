using Azure;
using Marketplace.Search.Store;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.TestKit;

namespace Marketplace.Search.Tests.Store;

public sealed class ReaderTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_index_nobody_has_written_is_empty_and_healthy()
    {
        await using var index = await TestIndex.CreateAsync();
        var store = index.Open();

        Assert.False(store.Status.Loaded);
        Assert.True(await store.RefreshAsync(Cancelled));

        Assert.True(store.Status is { Loaded: true, Problem: null, Generation: 0, IndexedAt: null });
        Assert.Empty(await TestIndex.ContentAsync(store));
    }

    [Fact]
    public async Task A_reader_follows_what_another_process_writes()
    {
        await using var index = await TestIndex.CreateAsync();
        var (writer, reader) = (index.Open().Writer, index.Open());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var following = reader.RunAsync(stop.Token);

        for (var version = 1; version <= 5; version++)
        {
            await writer.ApplyAsync([TestIndex.Upsert("a", version)], Cancelled);
            await Eventually.TrueAsync(async () => (await TestIndex.ContentAsync(reader)).GetValueOrDefault("a") == version, Cancelled);
        }

        await stop.CancelAsync();
        await following;
        Assert.Equal(5, reader.Status.Generation);
    }

    [Fact]
    public async Task A_reader_fetches_only_what_is_new()
    {
        await using var index = await TestIndex.CreateAsync();
        var meter = new StorageMeter();
        var (writer, reader) = (index.Open().Writer, index.Open(storage: PatientStorage.Wait(new StorageClientOptions { Meter = meter })));
        await writer.ApplyAsync([TestIndex.Upsert("a", 1)], Cancelled);
        await writer.ApplyAsync([TestIndex.Upsert("b", 1)], Cancelled);
        await reader.RefreshAsync(Cancelled);
        Assert.Equal(4, meter.Total);

        await reader.RefreshAsync(Cancelled);
        Assert.Equal(5, meter.Total);

        await writer.ApplyAsync([TestIndex.Upsert("c", 1)], Cancelled);
        await reader.RefreshAsync(Cancelled);
        Assert.Equal(7, meter.Total);
        Assert.Equal(3, reader.Status.Documents);
    }

    [Fact]
    public async Task Queries_see_whole_states_while_the_index_changes()
    {
        await using var index = await TestIndex.CreateAsync();
        var (writer, reader) = (index.Open().Writer, index.Open());
        await writer.ApplyAsync([TestIndex.Upsert("a", 1), TestIndex.Upsert("b", 1)], Cancelled);
        await reader.RefreshAsync(Cancelled);

        var writing = Task.Run(
            async () =>
            {
                for (var version = 2; version <= 30; version++)
                {
                    await writer.ApplyAsync([TestIndex.Upsert("a", version), TestIndex.Upsert("b", version)], Cancelled);
                    await reader.RefreshAsync(Cancelled);
                }
            },
            Cancelled);
        while (!writing.IsCompleted)
        {
            var content = await TestIndex.ContentAsync(reader);
            Assert.Equal(2, content.Count);
            Assert.Equal(content["a"], content["b"]);
        }

        await writing;
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("cut")]
    [InlineData("missing")]
    public async Task A_broken_blob_leaves_the_reader_at_its_last_good_state(string how)
    {
        await using var index = await TestIndex.CreateAsync();
        var (writer, reader) = (index.Open().Writer, index.Open());
        await writer.ApplyAsync([TestIndex.Upsert("a", 1)], Cancelled);
        await reader.RefreshAsync(Cancelled);
        var known = await SegmentsAsync(index);
        await writer.ApplyAsync([TestIndex.Upsert("b", 1)], Cancelled);
        var blob = index.Container.GetBlobClient(Assert.Single((await SegmentsAsync(index)).Except(known)));
        var good = (await blob.DownloadContentAsync(cancellationToken: Cancelled)).Content;

        await BreakAsync(blob, good.ToArray(), how);
        Assert.False(await reader.RefreshAsync(Cancelled));
        Assert.NotNull(reader.Status.Problem);
        Assert.Equal(["a"], (await TestIndex.ContentAsync(reader)).Keys);

        await blob.UploadAsync(good, cancellationToken: Cancelled);
        Assert.True(await reader.RefreshAsync(Cancelled));
        Assert.Null(reader.Status.Problem);
        Assert.Equal(2, reader.Status.Documents);
    }

    [Fact]
    public async Task A_broken_manifest_leaves_the_reader_at_its_last_good_state()
    {
        await using var index = await TestIndex.CreateAsync();
        var reader = index.Open();
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 1)], Cancelled);
        await reader.RefreshAsync(Cancelled);
        var manifest = index.Container.GetBlobClient("manifest.json");

        await manifest.UploadAsync(BinaryData.FromString("{\"format\":1,\"segm"), cancellationToken: Cancelled);
        Assert.False(await reader.RefreshAsync(Cancelled));
        await manifest.DeleteIfExistsAsync(cancellationToken: Cancelled);
        Assert.False(await reader.RefreshAsync(Cancelled));

        Assert.Equal("The index's manifest is missing.", reader.Status.Problem);
        Assert.Equal(["a"], (await TestIndex.ContentAsync(reader)).Keys);
    }

    [Fact]
    public async Task While_storage_is_away_the_reader_answers_and_it_recovers_by_itself()
    {
        using var folder = new TemporaryFolder();
        await using var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = folder.Path }, Cancelled);
        await using var index = await TestIndex.CreateAsync(azurite);
        var reader = index.Open(storage: NoRetries());
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("a", 1)], Cancelled);
        await reader.RefreshAsync(Cancelled);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var following = reader.RunAsync(stop.Token);

        await azurite.StopAsync(Cancelled);
        await Eventually.TrueAsync(() => reader.Status.Problem == "Storage is away.", Cancelled);
        Assert.Equal(["a"], (await TestIndex.ContentAsync(reader)).Keys);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            index.Open(storage: NoRetries()).Writer.ApplyAsync([TestIndex.Upsert("b", 1)], Cancelled));
        Assert.True(StorageFailure.IsOutage(refused));

        await azurite.RestartAsync(Cancelled);
        await Eventually.TrueAsync(() => reader.Status.Problem is null, Cancelled);
        await index.Open().Writer.ApplyAsync([TestIndex.Upsert("b", 1)], Cancelled);
        await Eventually.TrueAsync(() => reader.Status.Documents == 2, Cancelled);
        await stop.CancelAsync();
        await following;
    }

    private static StorageClientOptions NoRetries()
    {
        var options = new StorageClientOptions();
        options.Retry.MaxRetries = 0;
        return options;
    }

    private static async Task<List<string>> SegmentsAsync(TestIndex index) =>
        await index.Container.GetBlobsAsync("segments/", cancellationToken: Cancelled).Select(blob => blob.Name).ToListAsync(Cancelled);

    private static Task<WriteResult> BreakAsync(BlobClient blob, byte[] content, string how)
    {
        content[^1] ^= 1;
        return how switch
        {
            "missing" => blob.DeleteIfExistsAsync(cancellationToken: Cancelled),
            "cut" => blob.UploadAsync(BinaryData.FromBytes(content.AsMemory(0, content.Length / 2)), cancellationToken: Cancelled),
            _ => blob.UploadAsync(BinaryData.FromBytes(content), cancellationToken: Cancelled),
        };
    }
}
