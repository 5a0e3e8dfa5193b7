using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Submissions;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Reviews;

/// <summary>What a reviewer decides.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ReviewDecision>))]
public enum ReviewDecision
{
    /// <summary>Publish it.</summary>
    Publish,

    /// <summary>Return it to be changed.</summary>
    RequestChanges,

    /// <summary>Refuse it for good.</summary>
    Reject,
}

/// <summary>A decision.</summary>
/// <param name="Decision">What is decided.</param>
/// <param name="Version">The version that was looked at; another one makes the decision stale.</param>
/// <param name="Reason">Why, 2–2,000 characters; required unless it is published.</param>
public sealed record DecisionRequest(ReviewDecision? Decision, int? Version, string? Reason = null);

/// <summary>Who has claimed submissions.</summary>
public enum ClaimFilter
{
    /// <summary>The caller's.</summary>
    Me,

    /// <summary>Nobody's.</summary>
    Nobody,

    /// <summary>Somebody else's.</summary>
    Others,
}

/// <summary>A reviewer's claim on a submission.</summary>
/// <param name="Mine">Whether it is the caller's.</param>
/// <param name="Name">The reviewer's name.</param>
/// <param name="DueAt">When the claim is released by itself.</param>
public sealed record ClaimItem(bool Mine, string? Name, DateTimeOffset DueAt);

/// <summary>A submission in the reviewers' queue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ListingId">The listing it is for.</param>
/// <param name="Kind">Which list.</param>
/// <param name="Name">Name of the listing.</param>
/// <param name="Region">Region it belongs to.</param>
/// <param name="Department">Department of a case.</param>
/// <param name="Vendor">Vendor of a product.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when.</param>
/// <param name="SubmittedAt">When it was submitted last.</param>
/// <param name="Overdue">Whether it has waited for more than three working days.</param>
/// <param name="Version">How often it was submitted.</param>
/// <param name="BasedOn">Version it means to replace; 0 for a new listing.</param>
/// <param name="Errors">Findings that should keep it from being published.</param>
/// <param name="Warnings">Findings that a reviewer should look at.</param>
/// <param name="Claim">Who has claimed it.</param>
/// <param name="Stuck">Why it is stuck in the checks; absent while it is not.</param>
public sealed record ReviewItem(
    string Id,
    string ListingId,
    ListingKind Kind,
    string? Name,
    CodeName? Region,
    IdName? Department,
    IdName? Vendor,
    LifecycleState State,
    DateTimeOffset Since,
    DateTimeOffset? SubmittedAt,
    bool Overdue,
    int Version,
    int BasedOn,
    int Errors,
    int Warnings,
    ClaimItem? Claim,
    string? Stuck);

/// <summary>How long submissions wait.</summary>
/// <param name="State">Their state.</param>
/// <param name="Count">How many.</param>
/// <param name="Oldest">Since when the oldest has been there.</param>
/// <param name="Overdue">How many have waited for more than three working days.</param>
public sealed record WaitingCount(LifecycleState State, int Count, DateTimeOffset Oldest, int Overdue);

/// <summary>A page of the reviewers' queue.</summary>
/// <param name="Items">The page, longest waiting first.</param>
/// <param name="Total">How many match.</param>
/// <param name="NextCursor">Cursor of the next page; absent on the last.</param>
/// <param name="Waiting">What waits in the whole region, by state.</param>
public sealed record ReviewPage(IReadOnlyList<ReviewItem> Items, long Total, string? NextCursor, IReadOnlyList<WaitingCount> Waiting) : IPage;

/// <summary>A value that publishing would change.</summary>
/// <param name="Field">JSON path.</param>
/// <param name="Before">As published; absent where there is none.</param>
/// <param name="After">As submitted; absent where it goes.</param>
public sealed record ContentChange(string Field, string? Before, string? After);

/// <summary>A submission as a reviewer looks at it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ListingId">The listing it is for.</param>
/// <param name="Kind">Which list.</param>
/// <param name="State">Its state.</param>
/// <param name="Version">The version a decision has to name.</param>
/// <param name="BasedOn">Version of the published content that was the base; 0 for a new listing.</param>
/// <param name="PublishedVersion">Version that is published now; 0 for none.</param>
/// <param name="Content">The content, without its contact.</param>
/// <param name="HasContact">Whether it names one.</param>
/// <param name="Changes">What publishing would change of what is published.</param>
/// <param name="Attachments">Its files.</param>
/// <param name="Findings">What the checks found.</param>
/// <param name="History">Its history, oldest first.</param>
/// <param name="SubmittedAt">When it was submitted last.</param>
/// <param name="Claim">Who has claimed it.</param>
/// <param name="Stuck">Why it is stuck in the checks; absent while it is not.</param>
public sealed record ReviewDetail(
    string Id,
    string ListingId,
    ListingKind Kind,
    LifecycleState State,
    int Version,
    int BasedOn,
    int PublishedVersion,
    JsonElement Content,
    bool HasContact,
    IReadOnlyList<ContentChange> Changes,
    IReadOnlyList<AttachmentItem> Attachments,
    IReadOnlyList<FindingItem> Findings,
    IReadOnlyList<HistoryStep> History,
    DateTimeOffset? SubmittedAt,
    ClaimItem? Claim,
    string? Stuck);
