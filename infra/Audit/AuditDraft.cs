namespace Marketplace.Audit;

/// <summary>Who did something, as the audit trail remembers it. The identifying part can be erased later; the role and channel stay.</summary>
/// <param name="Issuer">Issuer of the token.</param>
/// <param name="Subject">Subject within that issuer.</param>
/// <param name="Name">Display name, if the token had one.</param>
/// <param name="Role">Role in which the actor acted.</param>
/// <param name="Channel">Platform the actor came in through.</param>
public sealed record AuditActor(string Issuer, string Subject, string? Name, string Role, string? Channel)
{
    /// <summary>The app itself, acting on a timer or a message.</summary>
    public static AuditActor System { get; } = new("", "system", null, "system", null);
}

/// <summary>A changed value: what it was and what it became; null where it did not exist.</summary>
/// <param name="Field">JSON path of the value.</param>
/// <param name="Before">Value before, as text.</param>
/// <param name="After">Value after, as text.</param>
public sealed record AuditChange(string Field, string? Before, string? After);

/// <summary>What is to be recorded, before it gets its place in a chain.</summary>
/// <param name="Target">What it was done to, such as <c>listings/abc</c>; also names the chain unless the caller chose another.</param>
/// <param name="Action">One of the closed set of actions, such as <c>listing.published</c>.</param>
/// <param name="Actor">Who.</param>
/// <param name="At">When.</param>
/// <param name="CorrelationId">The request or message this belongs to.</param>
/// <param name="Changes">Differences only; no personal values.</param>
/// <param name="Reason">Reason given, if the action takes one.</param>
/// <param name="PersonalChanges">Differences in personal values, kept outside the chained part.</param>
public sealed record AuditDraft(
    string Target,
    string Action,
    AuditActor Actor,
    DateTimeOffset At,
    string CorrelationId,
    IReadOnlyList<AuditChange> Changes,
    string? Reason = null,
    IReadOnlyList<AuditChange>? PersonalChanges = null);
