using Azure;
using Marketplace.Aggregates;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Submissions.State;

/// <summary>One attempt to publish content: a new listing, or a revision of one that stands (上架申请).</summary>
internal sealed record Submission
{
    public required SubmissionId Id { get; init; }

    public required LifecycleState State { get; init; }

    /// <summary>Counts every change; the ETag.</summary>
    public required long Revision { get; init; }

    /// <summary>How often it was submitted: what a reviewer's decision names.</summary>
    public int Version { get; init; }

    /// <summary>Version of the published content it means to replace; 0 for a new listing.</summary>
    public int BasedOn { get; init; }

    public required ListingContent Content { get; init; }

    /// <summary><see cref="Caller.Id"/> of whoever opened it: the owner of a capability's submission.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public Acceptance? Acceptance { get; init; }

    public ReviewClaim? Claim { get; init; }

    /// <summary>The last decision, so that a repeated request is recognised.</summary>
    public Ruling? Ruling { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Files of the published version that it keeps, by id.</summary>
    public IReadOnlyList<string> KeptFiles { get; init; } = [];

    /// <summary>Why it is stuck in the checks; null while it is not.</summary>
    public string? Stuck { get; init; }

    /// <summary>Its history, oldest first; at most <see cref="SubmissionRules.LongestHistory"/>.</summary>
    public IReadOnlyList<SubmissionStep> History { get; init; } = [];

    public ListingKind Kind => Content.Kind;

    /// <summary>Whom it belongs to: a capability to the operator who wrote it.</summary>
    public Owner Owner => Kind is ListingKind.Capability ? new Owner(Content.Region, Person: Author) : Content.Owner;

    /// <summary>Since when it has been in its state, claims and releases aside.</summary>
    public DateTimeOffset Since => History.LastOrDefault(step => step.Action is not (LifecycleAction.Claim or LifecycleAction.Release))?.At ?? CreatedAt;

    /// <summary>When it was submitted last.</summary>
    public DateTimeOffset? SubmittedAt => Acceptance?.At;

    /// <summary>Whether it is over.</summary>
    public bool IsClosed => State is LifecycleState.Published or LifecycleState.Rejected or LifecycleState.Discarded;

    /// <summary>Whether reviewers may know of it.</summary>
    public bool IsSubmitted => State is not (LifecycleState.Draft or LifecycleState.Discarded) || Version > 0;
}

/// <summary>That the service statement was accepted (服务声明): by whom, which text, when.</summary>
/// <param name="StatementVersion">Version of the statement.</param>
/// <param name="Sha256">Hash of its text.</param>
/// <param name="AcceptedBy">Name of the person who accepted it.</param>
/// <param name="At">When.</param>
/// <param name="Revision">The submission's revision that submitting made, by which a repeated request is recognised.</param>
internal sealed record Acceptance(string StatementVersion, string Sha256, string AcceptedBy, DateTimeOffset At, long Revision = 0);

/// <summary>A reviewer's claim on a submission.</summary>
/// <param name="By"><see cref="Caller.Id"/> of the reviewer.</param>
/// <param name="Name">The reviewer's name, for other reviewers.</param>
/// <param name="At">Since when.</param>
/// <param name="DueAt">When it returns to the pool by itself.</param>
internal sealed record ReviewClaim(string By, string? Name, DateTimeOffset At, DateTimeOffset DueAt);

/// <summary>What a reviewer decided.</summary>
/// <param name="By"><see cref="Caller.Id"/> of the reviewer.</param>
/// <param name="Action">The decision.</param>
/// <param name="Version">The version it was about.</param>
/// <param name="Revision">The revision it made.</param>
internal sealed record Ruling(string By, LifecycleAction Action, int Version, long Revision);

/// <summary>A step in the history of a submission.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Action">What was done.</param>
/// <param name="State">State that followed.</param>
/// <param name="At">When.</param>
/// <param name="Version">How often it had been submitted.</param>
/// <param name="Reason">Reason given.</param>
internal sealed record SubmissionStep(int Number, LifecycleAction Action, LifecycleState State, DateTimeOffset At, int Version, string? Reason = null);

/// <summary>A submission as it was read, with the listing it is for.</summary>
/// <param name="State">The submission.</param>
/// <param name="ETag">Version of its row; a change names it.</param>
/// <param name="Listing">The listing, whose partition and audit chain the submission shares.</param>
/// <param name="AllFiles">Every file in that partition, those of other submissions included.</param>
internal sealed record StoredSubmission(Submission State, ETag ETag, Stored<Listing> Listing, IReadOnlyList<AttachmentFile> AllFiles)
    : Stored<Submission>(State, ETag, Listing.Chain);
