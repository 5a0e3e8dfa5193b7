using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Submissions.State;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Submissions.ReadModels;

/// <summary>A submission as the lists of owners and reviewers know it.</summary>
internal sealed record SubmissionSummary
{
    public required SubmissionId Id { get; init; }

    /// <summary>Whose list it is in: <c>company:{code}</c>, <c>department:{id}</c> or <c>person:{id}</c>.</summary>
    public required string OwnerKey { get; init; }

    public required ListingKind Kind { get; init; }

    public required LifecycleState State { get; init; }

    public required long Revision { get; init; }

    public string? Name { get; init; }

    public string? Region { get; init; }

    public string? VendorName { get; init; }

    public string? Department { get; init; }

    public string? Company { get; init; }

    public int Version { get; init; }

    public int BasedOn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset Since { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public string? ClaimedBy { get; init; }

    public string? ClaimedByName { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public string? Stuck { get; init; }

    public int Errors { get; init; }

    public int Warnings { get; init; }

    /// <summary>Whether reviewers and operators wait for it or it for them.</summary>
    public bool IsWaiting => State is LifecycleState.Submitted or LifecycleState.Checking or LifecycleState.InReview;

    public static SubmissionSummary Of(Submission submission) => new()
    {
        Id = submission.Id,
        OwnerKey = KeyOf(submission.Owner),
        Kind = submission.Kind,
        State = submission.State,
        Revision = submission.Revision,
        Name = submission.Content.Name,
        Region = submission.Content.Region,
        VendorName = (submission.Content as ProductContent)?.VendorName,
        Company = submission.Owner.Company?.Value,
        Department = submission.Owner.Department,
        Version = submission.Version,
        BasedOn = submission.BasedOn,
        CreatedAt = submission.CreatedAt,
        Since = submission.Since,
        SubmittedAt = submission.SubmittedAt,
        ClaimedBy = submission.Claim?.By,
        ClaimedByName = submission.Claim?.Name,
        DueAt = submission.Claim?.DueAt,
        Stuck = submission.Stuck,
        Errors = submission.Findings.Count(finding => finding.Severity >= FindingSeverity.Error),
        Warnings = submission.Findings.Count(finding => finding.Severity is FindingSeverity.Warning),
    };

    public static string KeyOf(Owner owner) => owner switch
    {
        { Company: { } company } => $"company:{company}",
        { Department: { } department } => $"department:{department}",
        _ => $"person:{owner.Person}",
    };

    /// <summary>The lists that a caller's own submissions are in.</summary>
    public static IEnumerable<string> KeysOf(Caller caller)
    {
        if (caller.CreditCode is { } company && (caller.Is(Role.VendorMember) || caller.Is(Role.VendorAdmin)))
        {
            yield return $"company:{company}";
        }

        if (caller.Department is { } department && caller.Is(Role.GovUser))
        {
            yield return $"department:{department}";
        }

        if (caller.Is(Role.Operator))
        {
            yield return $"person:{caller.Id}";
        }
    }
}
