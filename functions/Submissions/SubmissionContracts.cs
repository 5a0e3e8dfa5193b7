using System.Text.Json;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;

namespace Marketplace.Functions.Submissions;

/// <summary>Opens a submission.</summary>
/// <param name="Kind">Which list it is for: products by vendors, cases by departments, capabilities by operators.</param>
/// <param name="ListingId">The entry it revises; absent for a new one.</param>
/// <param name="Content">What there is so far, of the kind's form; of a revision, the published content where nothing is said.</param>
public sealed record NewSubmission(ListingKind? Kind, string? ListingId = null, JsonElement? Content = null);

/// <summary>Saves a draft.</summary>
/// <param name="Content">The whole content as it stands, which may be partial.</param>
public sealed record SavedContent(JsonElement? Content);

/// <summary>Hands a submission in, by accepting the service statement in force (<c>/api/reference/service-statement</c>).</summary>
/// <param name="StatementVersion">Its version.</param>
/// <param name="StatementSha256">Hash of its text.</param>
/// <param name="AcceptedBy">Name of the person who accepts it, 2–40 characters.</param>
public sealed record AcceptedStatement(string? StatementVersion, string? StatementSha256, string? AcceptedBy);

/// <summary>Takes a submission back.</summary>
/// <param name="Reason">Why, at most 500 characters.</param>
public sealed record TakenBack(string? Reason = null);

/// <summary>A submission as its owner follows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ListingId">The entry it is for, published or not.</param>
/// <param name="Kind">Which list.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Version">How often it was handed in.</param>
/// <param name="BasedOn">Version of the published content that it means to replace; 0 for a new entry.</param>
/// <param name="Content">The content as it stands.</param>
/// <param name="Issues">What is missing or wrong before it can be handed in.</param>
/// <param name="Attachments">Its files.</param>
/// <param name="Findings">What the checks found, once they have run.</param>
/// <param name="Stuck">Why it does not get on, where it does not; operators know.</param>
/// <param name="History">What became of it, oldest first.</param>
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

/// <summary>Something that became of a submission.</summary>
/// <param name="Action">What was done.</param>
/// <param name="State">State that followed.</param>
/// <param name="At">When.</param>
/// <param name="Version">How often it had been handed in.</param>
/// <param name="Reason">Reason given.</param>
public sealed record HistoryStep(LifecycleAction Action, LifecycleState State, DateTimeOffset At, int Version, string? Reason);

/// <summary>A submission as lists show it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ListingId">The entry it is for.</param>
/// <param name="Kind">Which list.</param>
/// <param name="Name">Name of the entry, as far as one is written.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Since">Since when.</param>
/// <param name="Version">How often it was handed in.</param>
/// <param name="BasedOn">Version it means to replace; 0 for a new entry.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="Stuck">Why it does not get on, where it does not.</param>
public sealed record SubmissionItem(
    string Id, string ListingId, ListingKind Kind, string? Name, LifecycleState State, DateTimeOffset Since, int Version, int BasedOn, DateTimeOffset CreatedAt, string? Stuck);
