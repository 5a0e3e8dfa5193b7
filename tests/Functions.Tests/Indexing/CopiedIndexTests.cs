using System.Text;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Indexing;
using Marketplace.Functions.Tests.App;
using Marketplace.Search;
using Marketplace.Search.Store;
using Marketplace.Storage.Blobs;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Functions.Tests.Indexing;

/// <summary>The app starts while storage is away, on a machine where another process has left a copy of the index.</summary>
public sealed class CopiedIndexTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Searches_are_answered_from_the_copy_and_health_says_how_old_it_is()
    {
        using var data = new TemporaryFolder();
        using var copy = new TemporaryFolder();
        await using var app = await TestApp.StartAsync(new TestAppOptions
        {
            DataFolder = data.Path,
            StartsWithoutStorage = true,
            Settings = [$"--Marketplace:IndexCopy={copy.Path}"],
            Map = routes => Task.Run(() => LeaveCopyAsync(routes.ServiceProvider, copy.Path), Stop).GetAwaiter().GetResult(),
        });
        var caller = app.As(Actor.Anonymous);

        Assert.Equal(1, (await caller.GetAsync("/api/listings?limit=1")).Expect(200).Total);
        var health = (await caller.GetAsync("/api/health"))["checks"].GetProperty("index");
        Assert.Equal("degraded", health.Text("status"));
        Assert.Matches("^Storage is .*Searches are answered from a copy on this machine's disk, of .*Z, 0 min old\\.$", health.Text("detail"));
        Assert.Empty(app.Errors);
    }

    private static async Task LeaveCopyAsync(IServiceProvider services, string folder)
    {
        await using var store = new BlobSearchStore(
            services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(SearchEngines.Container),
            null,
            new IndexStoreOptions { CopyFolder = folder, CopyInterval = TimeSpan.FromMilliseconds(50) },
            TimeProvider.System,
            services.GetRequiredService<ILogger<BlobSearchStore>>());
        await store.Writer.ApplyAsync([new Upsert(Document())], Stop);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var following = store.RunAsync(enough.Token);
        await Eventually.TrueAsync(() => Directory.GetFiles(folder, "*.index").Length == 1, Stop);
        await enough.CancelAsync();
        await following;
    }

    private static SearchDocument Document() => new()
    {
        Id = "a",
        Version = 1,
        Name = "政务应用",
        Keywords = [new("audience", ["everyone"])],
        Stored = Encoding.UTF8.GetBytes("{}"),
    };
}
