using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Responses;
using Marketplace.Outbox;
using Marketplace.Search.Store;

namespace Marketplace.Functions.Indexing;

/// <summary>The index: what fills it from the queue, and what compacts it.</summary>
internal static class IndexingSetup
{
    private static readonly TimeSpan RebuildLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddIndexing(this IServiceCollection services) => services
        .AddApiJson(IndexingJson.Default)
        .AddAuditActions(IndexActions.All)
        .AddContainer(SearchEngines.Container)
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<IndexListing>(
            provider, new OutboxReader(provider.Table(ListingStore.Type.Table), provider.GetRequiredService<TimeProvider>())));

    public static void MapIndexing(this IEndpointRouteBuilder routes)
    {
        routes.MapQueueFunction<IndexListing>("IndexListing", ListingStore.Queue, static (delivery, index, stop) => index.RunAsync(delivery, stop))
            .TimeLimit(RebuildLimit);
        routes.MapTimerFunction<ISearchWriter>("CompactIndex", "0 */10 * * * *", static (_, writer, stop) => writer.CompactAsync(stop));
        routes.MapOperationsGroup().MapPost("/index/rebuild", RebuildAsync).WithName("rebuildIndex")
            .WithSummary("Rebuild the index from the tables, without a gap")
            .Allow(Permissions.RebuildIndex);
    }

    private static async Task<Accepted<RebuildRequested>> RebuildAsync(
        IServiceProvider services, ActorLog log, RequestContext context, CancellationToken cancellationToken)
    {
        await log.RecordAsync(context.Audit, IndexActions.RebuildRequested, "index", cancellationToken);
        var receipt = await services.Queue(ListingStore.Queue)
            .SendMessageAsync(IndexRebuild.Type.Write(new()), timeToLive: Timeout.InfiniteTimeSpan, cancellationToken: cancellationToken);
        return ApiResults.Accepted("/api/health", new RebuildRequested(receipt.MessageId));
    }
}

/// <summary>A rebuild that will run as soon as the queue gets to it.</summary>
/// <param name="MessageId">The message that asks for it.</param>
public sealed record RebuildRequested(string MessageId);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RebuildRequested))]
internal sealed partial class IndexingJson : JsonSerializerContext;
