using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.State;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Submissions;

/// <summary>Who may know of a submission. Somebody else's does not exist.</summary>
internal static class SubmissionVisibility
{
    /// <summary>Whether it is the caller's own and was not discarded.</summary>
    public static bool Owns(this RequestContext context, Submission submission) =>
        submission.State is not LifecycleState.Discarded && context.Access.Covers(submission.Owner);

    /// <summary>Whether it was ever submitted within the reviewer's region.</summary>
    public static bool Oversees(this RequestContext context, Submission submission) =>
        submission.IsSubmitted && context.Access.Covers(new Owner(submission.Content.Region));

    /// <summary>The same while it is not its owner's to edit: what an owner is writing is nobody else's.</summary>
    public static bool MayReview(this RequestContext context, Submission submission) =>
        context.Oversees(submission) && submission.State is not (LifecycleState.Draft or LifecycleState.ChangesRequested or LifecycleState.Discarded);
}
