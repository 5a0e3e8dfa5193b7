namespace Marketplace.Audit;

/// <summary>What the trail records of a change besides the change itself.</summary>
/// <param name="Action">One of the closed set of actions, such as <c>listing.published</c>.</param>
/// <param name="Actor">Who.</param>
/// <param name="At">When.</param>
/// <param name="CorrelationId">The request or message this belongs to.</param>
/// <param name="Reason">Reason given, if the action takes one.</param>
public sealed record AuditFacts(string Action, AuditActor Actor, DateTimeOffset At, string CorrelationId, string? Reason = null)
{
    /// <summary>The record of this action on a target.</summary>
    /// <param name="target">What it was done to, such as <c>listings/abc</c>.</param>
    /// <param name="differences">What it changed.</param>
    public AuditDraft ToDraft(string target, AuditDifferences differences) =>
        new(target, Action, Actor, At, CorrelationId, differences.Changes, Reason, differences.Personal);
}

/// <summary>What changed between two states of an aggregate.</summary>
/// <param name="Changes">Differences in values that name nobody.</param>
/// <param name="Personal">Differences in values that name a person.</param>
public sealed record AuditDifferences(IReadOnlyList<AuditChange> Changes, IReadOnlyList<AuditChange> Personal)
{
    /// <summary>Nothing changed that the trail has to name.</summary>
    public static AuditDifferences None { get; } = new([], []);

    /// <summary>Both, as of one change.</summary>
    public AuditDifferences And(AuditDifferences other) => new([.. Changes, .. other.Changes], [.. Personal, .. other.Personal]);
}
