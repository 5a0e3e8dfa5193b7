using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Indexing;
using Marketplace.Functions.Tests.App;
using Marketplace.Storage.Blobs;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Indexing;

/// <summary>The index's blobs are lost or damaged behind the app's back.</summary>
public sealed class LostIndexTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lost_index_is_told_by_health_and_made_again_from_the_listings_without_an_operator()
    {
        await using var app = await TestApp.StartAsync();
        await app.Given(Entry.Case("a"), Entry.Product("b"));
        var caller = app.As(Actor.Anonymous);

        await Blobs(app).GetBlobClient("manifest.json").DeleteIfExistsAsync(cancellationToken: Stop);
        var told = await Eventually.ResultAsync(
            () => caller.GetAsync("/api/health"), answer => answer["checks"].GetProperty("index").Text("status") == "degraded", Stop);
        Assert.Equal((200, "degraded"), (told.Status, told.Json.Text("status")));
        Assert.Contains("manifest is missing", told["checks"].GetProperty("index").Text("detail"), StringComparison.Ordinal);
        Assert.Equal(2, (await caller.GetAsync("/api/listings")).Total);

        await Eventually.TrueAsync(
            async () =>
            {
                await app.PumpAsync();
                return (await caller.GetAsync("/api/health")).Json.Text("status") == "healthy";
            },
            Stop);
        Assert.Equal(2, (await caller.GetAsync("/api/listings")).Total);
        await app.Given(Entry.Case("c"));
        Assert.Equal(3, (await caller.GetAsync("/api/listings")).Total);
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task A_rebuild_mends_damaged_segments()
    {
        await using var app = await TestApp.StartAsync(new TestAppOptions { Follows = false });
        await app.Given(Entry.Case("a"), Entry.Product("b"));
        await foreach (var blob in Blobs(app).GetBlobsAsync("segments/", cancellationToken: Stop))
        {
            await Blobs(app).GetBlobClient(blob.Name).UploadAsync(BinaryData.FromBytes(new byte[blob.ContentLength]), cancellationToken: Stop);
        }

        (await app.As(Actor.Operator).SendAsync("POST", "/api/operations/index/rebuild", null)).Expect(202);
        await app.Indexed();

        var fresh = ActivatorUtilities.CreateInstance<FreshIndex>(app.Services);
        Assert.Equal(2, await fresh.CountAsync(Stop));
    }

    private static BlobContainerClient Blobs(TestApp app) =>
        app.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(SearchEngines.Container);
}
