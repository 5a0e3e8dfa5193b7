using System.Security.Cryptography;
using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Erasure;
using Marketplace.Audit.Index;
using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;
using Marketplace.Functions.Events;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;
using Marketplace.Storage.Blobs;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Audit;

/// <summary>The audit trail (审计): chains beside what they record, an index to find entries, daily anchors.</summary>
internal static class AuditSetup
{
    /// <summary>Append-only by the instance's immutability policy: nobody may delete or overwrite an anchor.</summary>
    public const string Container = "audit-anchors";

    private const string ActorTable = "AuditActors";
    private const string ErasureTable = "AuditErasures";
    private const string HeadRow = "head";

    private static readonly TimeSpan TriggerLimit = TimeSpan.FromMinutes(4);

    /// <summary>Tables of its own; the chains of aggregates lie in theirs.</summary>
    public static string[] Tables { get; } = [ActorTable, ErasureTable, .. AuditIndex.Tables];

    /// <param name="services">The app's services.</param>
    /// <param name="pseudonymKey">Key of the pseudonyms, at least 32 bytes.</param>
    public static IServiceCollection AddAudit(this IServiceCollection services, byte[] pseudonymKey) => services
        .AddSingleton(new ActorPseudonyms(pseudonymKey))
        .AddSingleton(RandomNumberGenerator.Create())
        .AddAuditChains(ActorLog.Chains, ActorTable, HeadRow)
        .AddAuditChains(ErasureRecord.Chains, ErasureTable, HeadRow)
        .AddSingleton(provider => new AuditIndex(provider.GetRequiredService<TableServiceClient>().GetTableClient))
        .AddSingleton(provider => new AnchorLog(ContainerOf(provider)))
        .AddSingleton(provider => new AnchorTrees(ContainerOf(provider)))
        .AddSingleton<AuditProjection>()
        .AddSingleton<AuditSearch>()
        .AddSingleton<AuditVerification>()
        .AddSingleton<AnchorMaker>()
        .AddSingleton<AnchorExport>()
        .AddSingleton<TrailExport>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ActorLog>(provider, Appender(provider, ActorLog.Chains)))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<PersonErasure>(provider, Appender(provider, ErasureRecord.Chains)))
        .AddSingleton<IProjection, TrailProjection>()
        .AddSingleton<AnchorAudit>();

    /// <summary>Makes a table's partitions chains of the trail: every capability that keeps aggregates calls this for each table.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="name">First part of the chains' names, such as <c>listings</c>.</param>
    /// <param name="table">The table.</param>
    /// <param name="headRow">Row key of the state row, which carries the head.</param>
    public static IServiceCollection AddAuditChains(this IServiceCollection services, string name, string table, string headRow) =>
        services.AddSingleton(provider => new ChainTable(name, provider.GetRequiredService<TableServiceClient>().GetTableClient(table), headRow));

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapTimerFunction<AnchorAudit>("AnchorAudit", "0 30 2 * * *", static (_, anchor, stop) => anchor.RunAsync(stop)).TimeLimit(TriggerLimit);

    private static BlobContainerClient ContainerOf(IServiceProvider provider) => provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(Container);

    private static ChainAppender Appender(IServiceProvider provider, string chains) =>
        new(provider.GetServices<ChainTable>().Single(table => table.Name == chains), provider.GetRequiredService<RandomNumberGenerator>());
}
