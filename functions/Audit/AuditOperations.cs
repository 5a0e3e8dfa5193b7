using Marketplace.Audit.Anchors;
using Marketplace.Audit.Index;
using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;
using Marketplace.Functions.Audit.Breaks;
using Marketplace.Functions.Events;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Audit;

/// <summary>The audit trail as operators see it: questions, verification, export.</summary>
internal sealed class AuditOperations(AuditQueries queries, AuditActions actions)
{
    private static readonly VerifyBudget OneCall = new(5_000, TimeSpan.FromSeconds(5));

    public IReadOnlyList<QueryParameter> Parameters => queries.All;

    public async Task<IResult> FindAsync(QueryValues query, AuditSearch search, ActorPseudonyms pseudonyms, CancellationToken cancellationToken)
    {
        if (AuditQueries.Check(query) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var found = await search.FindAsync(queries.ToFilter(query, pseudonyms), query.Get(Paging.Limit), query.Get(Paging.Cursor), cancellationToken);
        return ApiResults.Page(new Page<AuditItem>([.. found.Hits.Select(AuditItem.Of)], found.Total, query.NextCursor(found.Continuation)));
    }

    public Resource<AuditActionList> ListActions(RequestContext context)
    {
        var isChinese = context.Language is Language.Chinese;
        return ApiResults.Ok(new AuditActionList(
            [.. actions.All.Select(action => new AuditActionItem(action.Code, isChinese ? action.Chinese : action.English, action.Meaning))]));
    }

    public static async Task<Resource<VerifyAnswer>> VerifyAsync(
        QueryValues query, AuditVerification verification, AuditBreaks breaks, RequestContext context, CancellationToken cancellationToken)
    {
        var from = query.Get(Paging.Cursor) is { } cursor ? VerifyPosition.Parse(cursor) : null;
        var acknowledged = await breaks.ReadAcknowledgedAsync(cancellationToken);
        var report = await verification.RunAsync(query.Get(AuditQueries.Object), from, OneCall, acknowledged, cancellationToken);
        if (report.Broken is { } broken)
        {
            await breaks.ReportAsync(broken, context.Now, cancellationToken);
        }

        return ApiResults.Ok(VerifyAnswer.Of(report, query.NextCursor(report.Continuation?.ToString())));
    }

    public static async Task<IResult> ExportAsync(
        QueryValues query, TrailExport export, ActorLog log, RequestContext context, CancellationToken cancellationToken)
    {
        var (chain, reason, isRedacted) = (query.Get(AuditQueries.Object), query.Get(AuditQueries.Reason), !query.Get(AuditQueries.Personal));
        if (AuditQueries.CheckExport(query) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        await log.RecordAsync(
            context.Audit, isRedacted ? TrailActions.Exported : TrailActions.PersonalExported, chain ?? "trail", reason, cancellationToken);
        return new NdjsonStream("audit-trail", export.ReadAsync(chain, isRedacted, cancellationToken).Select(static line => line.ToText()));
    }

    public static NdjsonStream ExportAnchors(QueryValues query, AnchorExport export, CancellationToken cancellationToken) =>
        new("audit-anchors", export.ReadAsync(query.Get(AuditQueries.Object), cancellationToken));

    public static async Task<Accepted<AuditRebuildRequested>> RebuildAsync(
        ChangeEvents events, ActorLog log, RequestContext context, CancellationToken cancellationToken)
    {
        await log.RecordAsync(context.Audit, TrailActions.RebuildRequested, "trail", cancellationToken);
        await events.RebuildAsync(TrailProjection.ProjectionName, "", cancellationToken);
        return ApiResults.Accepted("/api/operations/audit", new AuditRebuildRequested(context.Now));
    }
}

/// <summary>A rebuild of the trail's index that will run as soon as the queue gets to it.</summary>
/// <param name="At">When it was asked for.</param>
public sealed record AuditRebuildRequested(DateTimeOffset At);
