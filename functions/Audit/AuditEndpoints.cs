using Marketplace.Audit;
using Marketplace.Audit.Anchors;
using Marketplace.Audit.Index;
using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;
using Marketplace.Functions.Access;
using Marketplace.Functions.Events;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Audit;

/// <summary>The audit trail as operators see it: questions, verification, export.</summary>
internal static class AuditEndpoints
{
    private static readonly TimeSpan ExportLimit = TimeSpan.FromMinutes(3);
    private static readonly VerifyBudget OneCall = new(5_000, TimeSpan.FromSeconds(5));

    public static void MapAuditOperations(this RouteGroupBuilder operations)
    {
        var audit = operations.MapGroup("/audit");
        audit.MapGet("", FindAsync).WithName("findAuditEntries").WithSummary("Audited events by object, actor, action and time, newest first")
            .Allow(Permissions.ReadAudit).Reads(AuditQueries.All).Produces<Page<AuditItem>>();
        audit.MapGet("/actions", Actions).WithName("listAuditActions").WithSummary("The closed set of audited actions").Allow(Permissions.ReadAudit);
        audit.MapPost("/verify", VerifyAsync).WithName("verifyAudit").WithSummary("Prove the trail, or name its first broken link; in calls of bounded work")
            .Allow(Permissions.VerifyAudit).Reads(AuditQueries.Object, Paging.Cursor);
        audit.MapGet("/export", ExportAsync).WithName("exportAudit").WithSummary("The trail of one object or of all, as NDJSON that can be verified elsewhere")
            .Allow(Permissions.ExportAudit).Reads(AuditQueries.Object).TimeLimit(ExportLimit).ConcurrencyLimit(2);
        audit.MapGet("/anchors", Anchors).WithName("exportAuditAnchors").WithSummary("All anchors, and the leaves of the newest or one object's with its proof, as NDJSON")
            .Allow(Permissions.ExportAudit).Reads(AuditQueries.Object).TimeLimit(ExportLimit).ConcurrencyLimit(2);
        audit.MapPost("/rebuild", RebuildAsync).WithName("rebuildAuditIndex").WithSummary("Make the index of the trail anew from the chains")
            .Allow(Permissions.RebuildAudit);
    }

    private static async Task<IResult> FindAsync(QueryValues query, AuditSearch search, ActorPseudonyms pseudonyms, CancellationToken cancellationToken)
    {
        if (AuditQueries.Check(query) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var found = await search.FindAsync(AuditQueries.ToFilter(query, pseudonyms), query.Get(Paging.Limit), query.Get(Paging.Cursor), cancellationToken);
        return ApiResults.Page(new Page<AuditItem>([.. found.Hits.Select(AuditItem.Of)], found.Total, query.NextCursor(found.Continuation)));
    }

    private static Resource<AuditActionList> Actions(HttpRequest request)
    {
        var isChinese = request.LanguageOf() is Language.Chinese;
        return ApiResults.Ok(new AuditActionList([.. AuditAction.All.Select(action => new AuditActionItem(action.Code, isChinese ? action.Chinese : action.English, action.Meaning))]));
    }

    private static async Task<Resource<VerifyAnswer>> VerifyAsync(QueryValues query, AuditVerification verification, CancellationToken cancellationToken)
    {
        var from = query.Get(Paging.Cursor) is { } cursor ? VerifyPosition.Parse(cursor) : null;
        var report = await verification.RunAsync(query.Get(AuditQueries.Object), from, OneCall, cancellationToken);
        return ApiResults.Ok(VerifyAnswer.Of(report, query.NextCursor(report.Continuation?.ToString())));
    }

    private static async Task<IResult> ExportAsync(
        QueryValues query, TrailExport export, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken)
    {
        var chain = query.Get(AuditQueries.Object);
        await log.RecordAsync(Audited.By(access, trace, time), AuditAction.TrailExported, chain ?? "trail", cancellationToken);
        return new NdjsonStream("audit-trail", export.ReadAsync(chain, cancellationToken).Select(static line => line.ToText()));
    }

    private static NdjsonStream Anchors(QueryValues query, AnchorExport export, CancellationToken cancellationToken) =>
        new("audit-anchors", export.ReadAsync(query.Get(AuditQueries.Object), cancellationToken));

    private static async Task<Accepted<AuditRebuildRequested>> RebuildAsync(
        ChangeEvents events, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken)
    {
        var audited = Audited.By(access, trace, time);
        await log.RecordAsync(audited, AuditAction.TrailRebuildRequested, "trail", cancellationToken);
        await events.RebuildAsync(TrailProjection.ProjectionName, "", cancellationToken);
        return ApiResults.Accepted("/api/operations/audit", new AuditRebuildRequested(audited.At));
    }
}

/// <summary>A rebuild of the trail's index that will run as soon as the queue gets to it.</summary>
/// <param name="At">When it was asked for.</param>
public sealed record AuditRebuildRequested(DateTimeOffset At);
