using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Submissions.State;

/// <summary>
/// How a submission moves (product.md “Listing life cycle and moderation”); which move may follow which says <see cref="SubmissionLifecycle"/>.
/// </summary>
internal static class SubmissionRules
{
    /// <summary>Steps that are kept; the audit trail has them all.</summary>
    public const int LongestHistory = 100;

    public static Submission Open(SubmissionId id, ListingContent content, int basedOn, string author, DateTimeOffset now) => new()
    {
        Id = id,
        State = LifecycleState.Draft,
        Revision = 1,
        BasedOn = basedOn,
        Content = content,
        Author = author,
        CreatedAt = now,
        UpdatedAt = now,
        History = [new SubmissionStep(1, LifecycleAction.Save, LifecycleState.Draft, now, 0)],
    };

    /// <summary>New content for a draft; no step of its own, since an app may save with every pause in typing.</summary>
    public static Decided<Submission> Save(Submission submission, ListingContent content, int basedOn, DateTimeOffset now) =>
        SubmissionLifecycle.Table.Move(submission.State, LifecycleAction.Save).Refusal is { } refusal
            ? refusal
            : submission with { Content = content, BasedOn = basedOn, Revision = submission.Revision + 1, UpdatedAt = now };

    public static Decided<Submission> Submit(Submission submission, Acceptance acceptance, int basedOn)
    {
        var decided = Move(submission, LifecycleAction.Submit, acceptance.At, null);
        return decided.IsRefused ? decided.Refusal
            : decided.Value with { Acceptance = acceptance with { Revision = decided.Value.Revision }, BasedOn = basedOn, Findings = [] };
    }

    /// <summary>The checks' result: malware rejects, all else goes to a reviewer (product.md).</summary>
    public static Decided<Submission> Finish(Submission submission, IReadOnlyList<Finding> findings, DateTimeOffset now)
    {
        var isRejected = findings.Any(finding => finding.Severity is FindingSeverity.Rejection);
        var decided = Move(submission, isRejected ? LifecycleAction.FailChecks : LifecycleAction.PassChecks, now, isRejected ? MalwareReason : null);
        return decided.IsRefused ? decided.Refusal : decided.Value with { Findings = findings };
    }

    /// <summary>Any other step. Whatever is done next, it is no longer stuck, and only a review keeps its reviewer.</summary>
    public static Decided<Submission> Move(Submission submission, LifecycleAction action, DateTimeOffset now, string? reason)
    {
        var (next, refusal) = SubmissionLifecycle.Table.Move(submission.State, action);
        if (refusal is not null)
        {
            return refusal;
        }

        var version = action is LifecycleAction.Submit ? submission.Version + 1 : submission.Version;
        var step = new SubmissionStep((submission.History is [.., var last] ? last.Number : 0) + 1, action, next, now, version, reason);
        return submission with
        {
            State = next,
            Revision = submission.Revision + 1,
            Version = version,
            UpdatedAt = now,
            Stuck = null,
            Claim = KeepsClaim(action) ? submission.Claim : null,
            History = [.. submission.History.TakeLast(LongestHistory - 1), step],
        };
    }

    /// <summary>It does not get on: said where its owner and operators see it.</summary>
    public static Submission MarkStuck(Submission submission, string reason, DateTimeOffset now) =>
        submission with { Stuck = reason, Revision = submission.Revision + 1, UpdatedAt = now };

    /// <summary>What is missing or wrong, as the owner reads it in <c>issues</c> and as handing in refuses it.</summary>
    public static IReadOnlyList<FieldError> InContent(IEnumerable<FieldError> errors) =>
        [.. errors.Select(error => error with { Field = error.Field == "$" ? "content" : $"content.{error.Field}" })];

    private static bool KeepsClaim(LifecycleAction action) =>
        action is LifecycleAction.Claim or LifecycleAction.Recheck or LifecycleAction.StartChecks or LifecycleAction.PassChecks;

    private const string MalwareReason = "malware";
}
