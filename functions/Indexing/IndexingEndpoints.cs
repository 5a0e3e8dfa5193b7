using Marketplace.Functions.Listings.State;
using Marketplace.Hosting;
using Marketplace.Outbox;
using Marketplace.Search;
using Marketplace.Search.Store;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Indexing;

/// <summary>The index: what fills it from the queue, and what tidies it up.</summary>
internal static class IndexingEndpoints
{
    public const string Container = "search-index";

    private static readonly TimeSpan RebuildLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddIndexing(this IServiceCollection services) => services
        .AddSingleton(provider => new BlobSearchStore(
            provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(Container),
            new IndexStoreOptions(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BlobSearchStore>>()))
        .AddSingleton(provider => provider.GetRequiredService<BlobSearchStore>().Index)
        .AddSingleton(provider => provider.GetRequiredService<BlobSearchStore>().Writer)
        .AddSingleton(provider => new OutboxReader(provider.GetRequiredService<TableServiceClient>().GetTableClient(ListingStore.TableName)))
        .AddSingleton<IndexListing>()
        .AddHostedService<IndexFollowing>();

    public static void MapIndexing(this IEndpointRouteBuilder routes)
    {
        routes.MapQueueFunction<IndexListing>("IndexListing", ListingStore.Queue, static (delivery, index, stop) => index.RunAsync(delivery, stop)).TimeLimit(RebuildLimit);
        routes.MapTimerFunction<ISearchWriter>("CompactIndex", "0 */10 * * * *", static (_, writer, stop) => writer.CompactAsync(stop));
    }

    /// <summary>Whether searches are answered, and from how old an index.</summary>
    public static Task<HealthResult> CheckAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var status = services.GetRequiredService<BlobSearchStore>().Status;
        return Task.FromResult(new HealthResult(status.Loaded && status.Problem is null, status.Problem));
    }
}
