using System.Text.Json.Serialization;
using Marketplace.Audit.Verification;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Audit.Breaks;

/// <summary>A break of the trail that was found (断链).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Chain">The chain; <c>anchors</c> for the anchors themselves.</param>
/// <param name="Sequence">The entry, or where one should be.</param>
/// <param name="Break">What is wrong.</param>
/// <param name="FoundAt">When it was first found.</param>
/// <param name="AcknowledgedAt">When an operator acknowledged it.</param>
/// <param name="AcknowledgedBy">The entry of the trail that says so, as <c>chain#sequence</c>.</param>
/// <param name="Reason">The reason given.</param>
public sealed record BreakItem(
    string Id,
    string Chain,
    long Sequence,
    [property: JsonConverter(typeof(CamelCaseEnumConverter<BreakReason>))] BreakReason Break,
    DateTimeOffset FoundAt,
    DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy,
    string? Reason)
{
    internal static BreakItem Of(FoundBreak found) => new(
        found.Id, found.Broken.Chain, found.Broken.Sequence, found.Broken.Reason, found.FoundAt, found.AcknowledgedAt, found.AcknowledgedBy?.ToString(),
        found.Reason);
}

/// <summary>Every break that was ever found.</summary>
/// <param name="Items">Newest first.</param>
public sealed record BreakList(IReadOnlyList<BreakItem> Items);

/// <summary>An acknowledgement of a break.</summary>
/// <param name="Reason">What is known of it, 2–500 characters; goes into the audit trail.</param>
public sealed record AcknowledgeRequest(string? Reason);
