using Marketplace.Audit;
using Marketplace.Hosting;
using Marketplace.Hosting.App;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Audit;

/// <summary>Who acts and in which request: what every audited change carries.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="CorrelationId">The request or message.</param>
/// <param name="At">Now.</param>
internal sealed record Audited(AuditActor Actor, string CorrelationId, DateTimeOffset At)
{
    /// <summary>A signed-in caller, in the role in which the permission let it in.</summary>
    public static Audited By(AccessScope access, RequestTrace trace, TimeProvider time)
    {
        var caller = access.Caller;
        return new Audited(
            new AuditActor(caller.Issuer, caller.Subject, caller.Name, caller.Roles.ToString(), caller.Channel), trace.CorrelationId, time.GetUtcNow());
    }

    /// <summary>What is to be recorded of an action: the only place where records are made.</summary>
    /// <param name="action">What was done.</param>
    /// <param name="target">What it was done to, such as <c>listings/abc</c>.</param>
    /// <param name="changes">Differences that name nobody.</param>
    /// <param name="reason">Reason given, if the action takes one.</param>
    /// <param name="personal">Differences in values that name a person.</param>
    public AuditDraft Record(
        AuditAction action, string target, IReadOnlyList<AuditChange>? changes = null, string? reason = null, IReadOnlyList<AuditChange>? personal = null) =>
        new(target, action.Code, Actor, At, CorrelationId, changes ?? [], reason, personal);
}
