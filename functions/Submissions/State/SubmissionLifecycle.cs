using Marketplace.Functions.Lifecycle;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using static Marketplace.Functions.Lifecycle.LifecycleAction;
using static Marketplace.Functions.Lifecycle.LifecycleState;

namespace Marketplace.Functions.Submissions.State;

/// <summary>The life of a submission (product.md “Listing life cycle and moderation”).</summary>
internal static class SubmissionLifecycle
{
    public static readonly StateMachine<LifecycleState, LifecycleAction> Table = new(
        Refuse,
        new(Save, [Draft, ChangesRequested], null),
        new(Submit, [Draft, ChangesRequested], Submitted),
        new(Recall, [Submitted, LifecycleState.Checking, InReview], Draft),
        new(Discard, [Draft, ChangesRequested], Discarded),
        new(StartChecks, [Submitted, LifecycleState.Checking], LifecycleState.Checking),
        new(PassChecks, [LifecycleState.Checking], InReview),
        new(FailChecks, [LifecycleState.Checking], Rejected),
        new(Recheck, [Submitted, LifecycleState.Checking, InReview], Submitted),
        new(Claim, [InReview], null),
        new(Release, [InReview], null),
        new(Publish, [InReview], Published),
        new(RequestChanges, [InReview], ChangesRequested),
        new(Reject, [InReview], Rejected));

    /// <summary>Names the state, and those in which the action is possible.</summary>
    private static Refusal Refuse(LifecycleState state, LifecycleAction action, IEnumerable<LifecycleState> possible) => new(
        "wrongState",
        new FieldError(
            "state",
            "wrongState",
            KeyValuePair.Create("state", CamelCase<LifecycleState>.Name(state)),
            KeyValuePair.Create("possible", string.Join(", ", possible.Select(CamelCase<LifecycleState>.Name)))));
}
