using Marketplace.Audit;

namespace Marketplace.Functions.Audit;

/// <summary>Who acts, in which request or message, and when: what every audited change carries.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="CorrelationId">The request or message.</param>
/// <param name="At">Now.</param>
internal sealed record AuditContext(AuditActor Actor, string CorrelationId, DateTimeOffset At)
{
    /// <summary>The app itself, on a message or a timer.</summary>
    public static AuditContext System(string correlationId, DateTimeOffset now) => new(AuditActor.System, correlationId, now);

    /// <summary>The facts of an action: the only place where they are made, so that the set of actions stays closed.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="reason">Reason given, if the action takes one.</param>
    public AuditFacts Of(AuditAction action, string? reason = null) => new(action.Code, Actor, At, CorrelationId, reason);
}
