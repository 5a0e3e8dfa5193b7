using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;

namespace Marketplace.Functions.Audit;

/// <summary>How often a person may look at personal data without saying why.</summary>
/// <param name="PerHour">Looks in an hour.</param>
internal sealed record AccessOptions(int PerHour);

/// <summary>
/// Looks at personal data: each is recorded before the data is given, and who looks often has to give a reason, which is recorded too. Counted in the
/// trail itself, so that all processes count alike.
/// </summary>
internal sealed class ProtectedAccess(ActorLog log, AuditChains chains, AccessOptions options)
{
    public const string ReasonRequired = "accessReasonRequired";

    public static readonly QueryParameter<string?> Reason = Query.Text(
        "reason", "Why, 2–500 characters; recorded. Required for more looks at personal data in an hour than the instance allows without.", 500);

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Records a look; null when it is recorded and the data may be given.</summary>
    public async Task<Refusal?> RecordAsync(
        RequestContext context, QueryValues query, AuditAction action, string target, CancellationToken cancellationToken)
    {
        var (reason, errors) = (query.Get(Reason), new FieldErrors());
        errors.Text(Reason.Name, reason, most: 500, least: 2);
        if (errors.All.Count > 0)
        {
            return Refusal.Invalid(errors.All);
        }

        if (reason is null && await IsManyAsync(context, cancellationToken))
        {
            return new Refusal(ReasonRequired);
        }

        await log.RecordAsync(context.Audit, action, target, reason, cancellationToken);
        return null;
    }

    /// <summary>Whether the entry as many places back as looks are allowed in an hour is younger than that.</summary>
    private async Task<bool> IsManyAsync(RequestContext context, CancellationToken cancellationToken)
    {
        var chain = log.ChainOf(context.Audit.Actor);
        return await chains.HeadAsync(chain, cancellationToken) is { } head
            && head.Sequence >= options.PerHour
            && await chains.FindAsync(new AuditLink(chain, head.Sequence - options.PerHour + 1), cancellationToken) is { } entry
            && AuditRecord.Read(entry.Chained)?.At > context.Now - Window;
    }
}
