using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Audit.Verification;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Health;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Audit.Breaks;

/// <summary>
/// Breaks of the trail: operators are told of each at once, and health until one of them acknowledges it with a reason. It stays visible, but no
/// longer keeps verification from what comes after it.
/// </summary>
internal sealed partial class AuditBreaks(
    BreakStore store, AuditChains chains, ActorLog log, IEnumerable<IAuditObserver> observers, ILogger<AuditBreaks> logger)
{
    private const string Field = "break";

    /// <summary>Keeps a break that was found, and tells of it. Often or once is the same.</summary>
    public async Task ReportAsync(BrokenLink broken, DateTimeOffset now, CancellationToken cancellationToken)
    {
        LogBroken(broken.Chain, broken.Sequence, broken.Reason);
        await store.AddAsync(new FoundBreak(broken, now), cancellationToken);
        foreach (var observer in observers)
        {
            await observer.OnBrokenAsync(broken, now, cancellationToken);
        }
    }

    /// <summary>The breaks that were acknowledged. What only the table says, and no entry of the trail, counts for nothing.</summary>
    public async Task<IReadOnlySet<BrokenLink>> ReadAcknowledgedAsync(CancellationToken cancellationToken)
    {
        var acknowledged = new HashSet<BrokenLink>();
        foreach (var found in await store.ReadAllAsync(cancellationToken))
        {
            if (found.AcknowledgedBy is { } link && await chains.FindAsync(link, cancellationToken) is { } entry && Acknowledges(entry, link, found.Broken))
            {
                acknowledged.Add(found.Broken);
            }
        }

        return acknowledged;
    }

    public async Task<Resource<BreakList>> ListAsync(CancellationToken cancellationToken) =>
        ApiResults.Ok(new BreakList([.. (await store.ReadAllAsync(cancellationToken)).OrderByDescending(static found => found.FoundAt).Select(BreakItem.Of)]));

    public async Task<IResult> AcknowledgeAsync(
        string id, JsonBody<AcknowledgeRequest> body, RequestContext context, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.Text("reason", body.Value.Reason, most: 500, least: 2, required: true, lines: true);
        if (errors.All.Count > 0)
        {
            return Problems.Invalid(errors.All);
        }

        if (await store.FindAsync(id, cancellationToken) is not { } found)
        {
            return Problems.NotFound();
        }

        if (found.AcknowledgedBy is null)
        {
            found = await AcknowledgeAsync(found, body.Value.Reason!, context, cancellationToken);
        }

        return ApiResults.Ok(BreakItem.Of(found));
    }

    /// <summary>Whether nothing is broken that nobody has acknowledged.</summary>
    public async Task<HealthResult> CheckAsync(CancellationToken cancellationToken) =>
        await store.CountOpenAsync(cancellationToken) is var open and > 0
            ? new HealthResult(false, $"the audit trail is broken in {open} places: GET /api/operations/audit/breaks")
            : HealthResult.Healthy;

    private async Task<FoundBreak> AcknowledgeAsync(FoundBreak found, string reason, RequestContext context, CancellationToken cancellationToken)
    {
        var differences = new AuditDifferences([new AuditChange(Field, null, found.Broken.ToString())], []);
        var link = await log.RecordAsync(context.Audit, TrailActions.BreakAcknowledged, found.Broken.Chain, reason, differences, cancellationToken);
        var acknowledged = found with { AcknowledgedBy = link, AcknowledgedAt = context.Now, Reason = reason };
        await store.SaveAsync(acknowledged, cancellationToken);
        foreach (var observer in observers)
        {
            await observer.OnAcknowledgedAsync(found.Broken, reason, context.Now, cancellationToken);
        }

        return acknowledged;
    }

    private static bool Acknowledges(AuditEntry entry, AuditLink link, BrokenLink broken) =>
        AuditChain.Digest(entry.Chained) == entry.Hash
        && AuditRecord.Read(entry.Chained) is { } record
        && record.Link == link
        && record.Action == TrailActions.BreakAcknowledged.Code
        && record.Changes.Any(change => change.Field == Field && change.After == broken.ToString());

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit trail is broken: {Chain}, entry {Sequence}, {Reason}")]
    private partial void LogBroken(string chain, long sequence, BreakReason reason);
}
