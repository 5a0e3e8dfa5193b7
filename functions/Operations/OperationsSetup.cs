using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Operations;

/// <summary>What the operator of an instance does (运维); each slice maps its own operations on the group.</summary>
internal static class OperationsSetup
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddApiJson(OperationsJson.Default)
        .AddAuditActions(OperationActions.All);

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        var operations = routes.MapOperationsGroup();
        operations.MapGet("/poison", ListPoisonAsync).WithName("listPoison").WithSummary("Messages that failed too often").Allow(Permissions.ReadPoison);
        operations.MapPost("/poison/replay", ReplayAsync).WithName("replayPoison").WithSummary("Put them back into their queues")
            .Allow(Permissions.ReplayPoison);
    }

    private static async Task<Resource<PoisonList>> ListPoisonAsync(PoisonQueues poison, CancellationToken cancellationToken) =>
        ApiResults.Ok(await poison.ListAsync(cancellationToken));

    private static async Task<Resource<ReplayReport>> ReplayAsync(
        PoisonQueues poison, ActorLog log, RequestContext context, CancellationToken cancellationToken)
    {
        await log.RecordAsync(context.Audit, OperationActions.PoisonReplayed, "poison", cancellationToken);
        return ApiResults.Ok(await poison.ReplayAsync(cancellationToken));
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PoisonList))]
[JsonSerializable(typeof(ReplayReport))]
internal sealed partial class OperationsJson : JsonSerializerContext;
