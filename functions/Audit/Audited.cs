using Marketplace.Audit;
using Marketplace.Hosting;
using Marketplace.Identity;

namespace Marketplace.Functions.Audit;

/// <summary>Who acts and in which request: what every audited change carries.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="CorrelationId">The request or message.</param>
/// <param name="At">Now.</param>
internal sealed record Audited(AuditActor Actor, string CorrelationId, DateTimeOffset At)
{
    /// <summary>A signed-in caller, in the role in which the permission let it in.</summary>
    public static Audited By(Identity.Access access, RequestTrace trace, TimeProvider time)
    {
        var caller = access.Caller;
        return new Audited(
            new AuditActor(caller.Issuer, caller.Subject, caller.Name, caller.Roles.ToString(), caller.Channel), trace.CorrelationId, time.GetUtcNow());
    }
}
