using Marketplace.Functions.Listings.State;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Search.Store;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Indexing;

/// <summary>The index: what fills it from the queue, and what tidies it up.</summary>
internal static class IndexingEndpoints
{
    private static readonly TimeSpan RebuildLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddIndexing(this IServiceCollection services) => services
        .AddSingleton(provider => new OutboxReader(provider.GetRequiredService<TableServiceClient>().GetTableClient(ListingStore.TableName), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IndexListing>();

    public static void MapIndexing(this IEndpointRouteBuilder routes)
    {
        routes.MapQueueFunction<IndexListing>("IndexListing", ListingStore.Queue, static (delivery, index, stop) => index.RunAsync(delivery, stop)).TimeLimit(RebuildLimit);
        routes.MapTimerFunction<ISearchWriter>("CompactIndex", "0 */10 * * * *", static (_, writer, stop) => writer.CompactAsync(stop));
    }
}
