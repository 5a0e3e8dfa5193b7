using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Index;
using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;
using Marketplace.Functions.Access;
using Marketplace.Functions.Audit.Breaks;
using Marketplace.Functions.Events;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Requests;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Limits;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Audit;

/// <summary>The audit trail (审计): chains beside what they record, an index to find entries, hourly anchors.</summary>
internal static class AuditSetup
{
    /// <summary>Append-only by the instance's immutability policy: nobody may delete or overwrite an anchor.</summary>
    public const string Container = "audit-anchors";

    private const string ActorTable = "AuditActors";
    private const string HeadRow = "head";

    private static readonly TimeSpan TriggerLimit = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan ExportLimit = TimeSpan.FromMinutes(3);

    /// <param name="services">The app's services.</param>
    /// <param name="pseudonymKey">Key of the pseudonyms, at least 32 bytes.</param>
    /// <param name="access">How often a person may look at personal data.</param>
    public static IServiceCollection AddAudit(this IServiceCollection services, byte[] pseudonymKey, AccessOptions access) => services
        .AddApiJson(AuditJson.Default)
        .AddProblemTexts(typeof(AuditSetup).Assembly, "Audit/Problems.json")
        .AddSingleton(access)
        .AddSingleton<ProtectedAccess>()
        .AddAuditActions(TrailActions.All)
        .AddTable(ActorTable)
        .AddTable(BreakStore.TableName)
        .AddAuditIndexTables()
        .AddContainer(Container)
        .AddSingleton<AuditActions>()
        .AddSingleton<AuditQueries>()
        .AddSingleton<AuditOperations>()
        .AddSingleton(new ActorPseudonyms(pseudonymKey))
        .AddSingleton(RandomNumberGenerator.Create())
        .AddAuditChains(ActorLog.Chains, ActorTable, HeadRow)
        .AddSingleton(provider => new AuditIndex(provider.GetRequiredService<TableServiceClient>().GetTableClient))
        .AddSingleton(provider => new AnchorLog(ContainerOf(provider)))
        .AddSingleton(provider => new AnchorTrees(ContainerOf(provider)))
        .AddSingleton<AuditProjection>()
        .AddSingleton<AuditSearch>()
        .AddSingleton<TailCheck>()
        .AddSingleton<AuditVerification>()
        .AddSingleton<AnchorMaker>()
        .AddSingleton<AnchorExport>()
        .AddSingleton<TrailExport>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ActorLog>(provider, Appender(provider)))
        .AddSingleton<IProjection, TrailProjection>()
        .AddSingleton(provider => new BreakStore(provider.Table(BreakStore.TableName)))
        .AddSingleton<AuditBreaks>()
        .AddSingleton<AnchorAudit>();

    /// <summary>Makes health degraded while the trail is broken and nobody has acknowledged it.</summary>
    public static void AddAuditHealth(this FunctionAppBuilder builder) => builder.AddHealthCheck(
        "audit", static (services, stop) => services.GetRequiredService<AuditBreaks>().CheckAsync(stop), isVital: false);

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var operations = routes.MapOperationsGroup();
        MapTrail(operations.MapGroup("/audit"), services.GetRequiredService<AuditOperations>(), services.GetRequiredService<AuditBreaks>());
        routes.MapTimerFunction<AnchorAudit>("AnchorAudit", "0 30 * * * *", static (_, anchor, stop) => anchor.RunAsync(stop)).TimeLimit(TriggerLimit);
    }

    private static void MapTrail(RouteGroupBuilder audit, AuditOperations operations, AuditBreaks breaks)
    {
        audit.MapGet("", operations.FindAsync).WithName("findAuditEntries").WithSummary("Audited events by object, actor, action and time, newest first")
            .Allow(Permissions.ReadAudit).Reads(operations.Parameters).Produces<Page<AuditItem>>();
        audit.MapGet("/actions", operations.ListActions).WithName("listAuditActions").WithSummary("The closed set of audited actions")
            .Allow(Permissions.ReadAudit);
        audit.MapPost("/verify", AuditOperations.VerifyAsync).WithName("verifyAudit")
            .WithSummary("Verify the trail, or name its first broken link; in calls of bounded work")
            .Allow(Permissions.VerifyAudit).Reads(AuditQueries.Object, Paging.Cursor);
        audit.MapGet("/export", AuditOperations.ExportAsync).WithName("exportAudit")
            .WithSummary("The trail of one object or of all, as NDJSON that can be verified elsewhere; without personal values unless asked for with a reason")
            .Allow(Permissions.ExportAudit).Reads(AuditQueries.Object, AuditQueries.Personal, AuditQueries.Reason).TimeLimit(ExportLimit)
            .ConcurrencyLimit(2).RateLimit(RateClass.Costly);
        audit.MapGet("/anchors", AuditOperations.ExportAnchors).WithName("exportAuditAnchors")
            .WithSummary("All anchors, and the leaves of the newest or one object's with its proof, as NDJSON")
            .Allow(Permissions.ExportAudit).Reads(AuditQueries.Object).TimeLimit(ExportLimit).ConcurrencyLimit(2).RateLimit(RateClass.Costly);
        audit.MapGet("/breaks", breaks.ListAsync).WithName("listAuditBreaks").WithSummary("Every break of the trail that was ever found, newest first")
            .Allow(Permissions.ReadAudit);
        audit.MapPost("/breaks/{id}/acknowledge", breaks.AcknowledgeAsync).WithName("acknowledgeAuditBreak")
            .WithSummary("Acknowledge a break with a reason: it stays visible, and verification goes on after it")
            .Allow(Permissions.AcknowledgeBreaks).Produces<BreakItem>().Refuses(ProblemCodes.NotFound)
            .BodyExample("""{"reason":"恢复备份时丢失，见事件单 2026-118"}""");
        audit.MapPost("/rebuild", AuditOperations.RebuildAsync).WithName("rebuildAuditIndex").WithSummary("Rebuild the index of the trail from the chains")
            .Allow(Permissions.RebuildAudit);
    }

    private static IServiceCollection AddAuditIndexTables(this IServiceCollection services) =>
        AuditIndex.Tables.Aggregate(services, static (all, table) => all.AddTable(table));

    private static BlobContainerClient ContainerOf(IServiceProvider provider) => provider.Container(Container);

    private static ChainAppender Appender(IServiceProvider provider) =>
        new(provider.GetServices<ChainTable>().Single(table => table.Name == ActorLog.Chains), provider.GetRequiredService<RandomNumberGenerator>());
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Page<AuditItem>), TypeInfoPropertyName = "AuditPage")]
[JsonSerializable(typeof(AuditActionList))]
[JsonSerializable(typeof(VerifyAnswer))]
[JsonSerializable(typeof(AuditRebuildRequested))]
[JsonSerializable(typeof(BreakList))]
[JsonSerializable(typeof(BreakItem))]
[JsonSerializable(typeof(AcknowledgeRequest))]
internal sealed partial class AuditJson : JsonSerializerContext;
