using System.Text.Json.Serialization;
using Marketplace.Audit;
using Marketplace.Audit.Verification;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Audit;

/// <summary>How a verification ended.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<VerifyStatus>))]
public enum VerifyStatus
{
    /// <summary>Everything up to the end holds, but for what was acknowledged.</summary>
    Holds,

    /// <summary>Everything so far holds; go on with <c>nextCursor</c>.</summary>
    Continues,

    /// <summary>A link is broken.</summary>
    Broken,
}

/// <summary>What a call of the verification found.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Chains">Chains ended in this call.</param>
/// <param name="Entries">Entries that hold.</param>
/// <param name="Erased">Of these, entries with personal values erased.</param>
/// <param name="Anchor">The anchor compared with; absent while there is none.</param>
/// <param name="Acknowledged">Broken links that operators have acknowledged, as far as this call met them.</param>
/// <param name="Broken">The first other broken link.</param>
/// <param name="NextCursor">Where to go on; send it as <c>cursor</c>.</param>
public sealed record VerifyAnswer(
    VerifyStatus Status,
    long Chains,
    long Entries,
    long Erased,
    AnchorItem? Anchor,
    IReadOnlyList<BrokenItem> Acknowledged,
    BrokenItem? Broken,
    string? NextCursor)
{
    internal static VerifyAnswer Of(VerifyReport report, string? nextCursor) => new(
        report.Broken is not null ? VerifyStatus.Broken : nextCursor is not null ? VerifyStatus.Continues : VerifyStatus.Holds,
        report.Chains,
        report.Entries,
        report.Erased,
        report.Anchor is { } anchor ? new AnchorItem(anchor.Number, anchor.At, anchor.Chains, anchor.Root) : null,
        [.. report.Acknowledged.Select(BrokenItem.Of)],
        report.Broken is { } broken ? BrokenItem.Of(broken) : null,
        nextCursor);
}

/// <summary>An anchor.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">When it was made.</param>
/// <param name="Chains">Chains it covers.</param>
/// <param name="Root">Its Merkle root.</param>
public sealed record AnchorItem(long Number, DateTimeOffset At, long Chains, string Root);

/// <summary>A broken link.</summary>
/// <param name="Chain">The chain; <c>anchors</c> for the anchors themselves.</param>
/// <param name="Sequence">The entry, or where one should be.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record BrokenItem(string Chain, long Sequence, [property: JsonConverter(typeof(CamelCaseEnumConverter<BreakReason>))] BreakReason Reason)
{
    internal static BrokenItem Of(BrokenLink broken) => new(broken.Chain, broken.Sequence, broken.Reason);
}
