using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Indexing;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Functions.Submissions;
using Marketplace.Functions.Vendors;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;
using Marketplace.Outbox;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Operations;

/// <summary>What the operator of an instance does (运维).</summary>
internal static class OperationsEndpoints
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services.AddSingleton<PoisonQueues>();

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapHttpFunction("Operations", "operations");
        operations.MapPost("/index/rebuild", RebuildAsync).WithName("rebuildIndex").WithSummary("Make the index anew from the tables, without a gap")
            .Allow(Permissions.RebuildIndex);
        operations.MapGet("/poison", ListPoisonAsync).WithName("listPoison").WithSummary("Messages that failed five times").Allow(Permissions.ReadPoison);
        operations.MapPost("/poison/replay", ReplayAsync).WithName("replayPoison").WithSummary("Put them back into their queues").Allow(Permissions.ReplayPoison);
        operations.MapAuditOperations();
        operations.MapSubmissionOperations();
        operations.MapPersonOperations();
        operations.MapCheckDataOperations();
        operations.MapVendorOperations();
        operations.MapWebhookOperations();
    }

    private static async Task<Accepted<RebuildRequested>> RebuildAsync(
        QueueServiceClient queues, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken)
    {
        await log.RecordAsync(Audited.By(access, trace, time), AuditAction.IndexRebuildRequested, "index", cancellationToken);
        var receipt = await queues.GetQueueClient(ListingStore.Queue).SendMessageAsync(
            new OutboxMessage(IndexListing.Rebuild, []).ToText(), timeToLive: Timeout.InfiniteTimeSpan, cancellationToken: cancellationToken);
        return ApiResults.Accepted("/api/health", new RebuildRequested(receipt.MessageId));
    }

    private static async Task<Resource<PoisonList>> ListPoisonAsync(PoisonQueues poison, CancellationToken cancellationToken) =>
        ApiResults.Ok(await poison.ListAsync(cancellationToken));

    private static async Task<Resource<ReplayReport>> ReplayAsync(
        PoisonQueues poison, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken)
    {
        await log.RecordAsync(Audited.By(access, trace, time), AuditAction.PoisonReplayed, "poison", cancellationToken);
        return ApiResults.Ok(await poison.ReplayAsync(cancellationToken));
    }
}

/// <summary>A rebuild that will run as soon as the queue gets to it.</summary>
/// <param name="MessageId">The message that asks for it.</param>
public sealed record RebuildRequested(string MessageId);
