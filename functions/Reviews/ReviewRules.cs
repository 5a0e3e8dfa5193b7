using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;

namespace Marketplace.Functions.Reviews;

/// <summary>Who may decide what (product.md “Reviewing”).</summary>
internal static class ReviewRules
{
    /// <summary>A claim without a decision within so many working days is released.</summary>
    public const int ClaimDays = 3;

    /// <summary>Claims a submission; claiming it again changes nothing.</summary>
    public static Decided<Submission> Claim(Submission submission, Caller reviewer, WorkCalendar calendar, DateTimeOffset now)
    {
        if (IsOwn(submission, reviewer))
        {
            return new Refusal("ownSubmission");
        }

        var decided = SubmissionRules.Move(submission, LifecycleAction.Claim, now, null);
        if (decided.IsRefused)
        {
            return decided;
        }

        if (submission.Claim is { } claim)
        {
            return claim.By == reviewer.Id ? submission : new Refusal("claimedByOther");
        }

        return decided.Value with { Claim = new ReviewClaim(reviewer.Id, reviewer.Name, now, calendar.Add(now, ClaimDays)) };
    }

    public static Decided<Submission> Release(Submission submission, Caller reviewer, DateTimeOffset now) =>
        IsInOtherHands(submission, reviewer) ? new Refusal("notClaimed") : SubmissionRules.Move(submission, LifecycleAction.Release, now, null);

    /// <summary>Releases a claim that ran out.</summary>
    public static Decided<Submission> Return(Submission submission, DateTimeOffset now) =>
        submission.Claim is { } claim && claim.DueAt <= now
            ? SubmissionRules.Move(submission, LifecycleAction.Release, now, Overdue)
            : new Refusal("notClaimed");

    /// <summary>The decision of whoever has claimed it, on the version that stands.</summary>
    public static Decided<Submission> Decide(Submission submission, DecisionRequest request, Caller reviewer, DateTimeOffset now)
    {
        if (IsOwn(submission, reviewer))
        {
            return new Refusal("ownSubmission");
        }

        if (IsInOtherHands(submission, reviewer))
        {
            return new Refusal("notClaimed");
        }

        var action = ActionOf(request.Decision!.Value);
        var decided = SubmissionRules.Move(submission, action, now, request.Reason);
        return decided.IsRefused ? decided : decided.Value with { Ruling = new Ruling(reviewer.Id, action, submission.Version, decided.Value.Revision) };
    }

    /// <summary>Whether this very decision was made already, and only its answer was lost: nothing has happened since.</summary>
    public static bool IsRepetition(Submission submission, DecisionRequest request, Caller reviewer) =>
        submission.Ruling is { } ruling && ruling == new Ruling(reviewer.Id, ActionOf(request.Decision!.Value), request.Version!.Value, submission.Revision);

    public static IReadOnlyList<FieldError> Check(DecisionRequest request)
    {
        var errors = new FieldErrors();
        if (request.Decision is null)
        {
            errors.Add(FieldError.Required("decision").Accepting(string.Join(", ", CamelCase<ReviewDecision>.Names)));
        }

        errors.Required("version", request.Version is not null);
        errors.Text("reason", request.Reason, most: 2_000, least: 2,
            required: request.Decision is ReviewDecision.RequestChanges or ReviewDecision.Reject, lines: true);
        return errors.All;
    }

    /// <summary>Nobody decides on their own department's or company's listing.</summary>
    public static bool IsOwn(Submission submission, Caller reviewer) =>
        submission.Author == reviewer.Id
        || (submission.Owner.Department is { } department && department == reviewer.Department)
        || (submission.Owner.Company is { } company && company == reviewer.CreditCode);

    /// <summary>Whether it waits longer than it should.</summary>
    public static bool IsOverdue(DateTimeOffset? submittedAt, WorkCalendar calendar, DateTimeOffset now) => submittedAt is { } at
        && calendar.Add(at, ClaimDays) < now;

    /// <summary>In any other state it is the state that refuses.</summary>
    private static bool IsInOtherHands(Submission submission, Caller reviewer) => submission.State is LifecycleState.InReview
        && submission.Claim?.By != reviewer.Id;

    private const string Overdue = "overdue";

    private static LifecycleAction ActionOf(ReviewDecision decision) => decision switch
    {
        ReviewDecision.Publish => LifecycleAction.Publish,
        ReviewDecision.RequestChanges => LifecycleAction.RequestChanges,
        _ => LifecycleAction.Reject,
    };
}
