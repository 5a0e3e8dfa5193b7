using System.Text.Json;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;

namespace Marketplace.Functions.Submissions;

/// <summary>A submission as its owner follows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ListingId">The listing it is for, published or not.</param>
/// <param name="Kind">Which list.</param>
/// <param name="State">Its state.</param>
/// <param name="Version">How often it was submitted.</param>
/// <param name="BasedOn">Version of the published content that it means to replace; 0 for a new listing.</param>
/// <param name="Content">The content as it stands.</param>
/// <param name="Issues">What is missing or wrong before it can be submitted.</param>
/// <param name="Attachments">Its files.</param>
/// <param name="Findings">What the checks found, once they have run.</param>
/// <param name="Stuck">Why it is stuck in the checks (checksFailed, checksLate); absent while it is not. Operators are told.</param>
/// <param name="History">Its history, oldest first.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
public sealed record SubmissionDetail(
    string Id,
    string ListingId,
    ListingKind Kind,
    LifecycleState State,
    int Version,
    int BasedOn,
    JsonElement Content,
    IReadOnlyList<ContentIssue> Issues,
    IReadOnlyList<AttachmentItem> Attachments,
    IReadOnlyList<FindingItem> Findings,
    string? Stuck,
    IReadOnlyList<HistoryStep> History,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <summary>Something missing or wrong in a draft.</summary>
/// <param name="Field">JSON path, such as <c>content.pricing.fee</c>.</param>
/// <param name="Code">Code, as refusals carry it.</param>
/// <param name="Message">The same in the language of the request.</param>
public sealed record ContentIssue(string Field, string Code, string Message);

/// <summary>A step in the history of a submission.</summary>
/// <param name="Action">What was done.</param>
/// <param name="State">State that followed.</param>
/// <param name="At">When.</param>
/// <param name="Version">How often it had been submitted.</param>
/// <param name="Reason">Reason given.</param>
public sealed record HistoryStep(LifecycleAction Action, LifecycleState State, DateTimeOffset At, int Version, string? Reason);

/// <summary>A submission as lists show it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ListingId">The listing it is for.</param>
/// <param name="Kind">Which list.</param>
/// <param name="Name">Name of the listing, if one is written yet.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when.</param>
/// <param name="Version">How often it was submitted.</param>
/// <param name="BasedOn">Version it means to replace; 0 for a new listing.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="Stuck">Why it is stuck in the checks; absent while it is not.</param>
public sealed record SubmissionItem(
    string Id, string ListingId, ListingKind Kind, string? Name, LifecycleState State, DateTimeOffset Since, int Version, int BasedOn,
    DateTimeOffset CreatedAt, string? Stuck);
