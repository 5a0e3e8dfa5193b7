using Marketplace.Functions.Access;
using Marketplace.Functions.Indexing;
using Marketplace.Functions.Listings.State;
using Marketplace.Hosting;
using Marketplace.Outbox;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Operations;

/// <summary>What the operator of an instance does (运维).</summary>
internal static class OperationsEndpoints
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services;

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapHttpFunction("Operations", "operations");
        operations.MapPost("/index/rebuild", RebuildAsync).WithName("rebuildIndex").WithSummary("Make the index anew from the tables, without a gap")
            .Allow(Permissions.RebuildIndex);
    }

    private static async Task<IResult> RebuildAsync(QueueServiceClient queues, CancellationToken cancellationToken)
    {
        await queues.GetQueueClient(ListingStore.Queue).SendMessageAsync(
            new OutboxMessage(IndexListing.Rebuild, []).ToText(), timeToLive: Timeout.InfiniteTimeSpan, cancellationToken: cancellationToken);
        return TypedResults.Accepted("/api/health");
    }
}
