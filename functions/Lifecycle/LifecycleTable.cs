using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;
using static Marketplace.Functions.Lifecycle.LifecycleAction;
using static Marketplace.Functions.Lifecycle.LifecycleState;

namespace Marketplace.Functions.Lifecycle;

/// <summary>What a rule of the life cycle is about.</summary>
internal enum LifecycleSubject
{
    /// <summary>A submission: one attempt to publish content.</summary>
    Submission,

    /// <summary>An entry of a list.</summary>
    Listing,
}

/// <summary>One row of the state machine.</summary>
/// <param name="Subject">What it is about.</param>
/// <param name="Action">What is done.</param>
/// <param name="From">States in which it may be done.</param>
/// <param name="To">State that follows; null where it stays.</param>
/// <param name="Roles">Who may; <see cref="LifecycleTable.System"/> for the app itself.</param>
internal sealed record LifecycleRule(LifecycleSubject Subject, LifecycleAction Action, IReadOnlyList<LifecycleState> From, LifecycleState? To, IReadOnlyList<string> Roles);

/// <summary>
/// The state machine of submissions and entries as one table (product.md “Listing life cycle and moderation”): rules ask it,
/// <c>docs/lifecycle.md</c> draws it, and the tests try every state with every action as every role.
/// </summary>
internal static class LifecycleTable
{
    /// <summary>The app itself, on a message or a timer.</summary>
    public const string System = "system";

    private static readonly string[] Owners = [Role.GovUser, Role.VendorMember, Role.VendorAdmin, Role.Operator];
    private static readonly string[] Reviewers = [Role.GovReviewer];

    public static readonly IReadOnlyList<LifecycleRule> Rules =
    [
        Submission(Save, [Draft, ChangesRequested], null, Owners),
        Submission(Submit, [Draft, ChangesRequested], Submitted, Owners),
        Submission(Recall, [Submitted, Checking, InReview], Draft, Owners),
        Submission(Discard, [Draft, ChangesRequested], Discarded, Owners),
        Submission(StartChecks, [Submitted, Checking], Checking, [System]),
        Submission(PassChecks, [Checking], InReview, [System]),
        Submission(FailChecks, [Checking], Rejected, [System]),
        Submission(Recheck, [Submitted, Checking, InReview], Submitted, [Role.Operator]),
        Submission(Claim, [InReview], null, Reviewers),
        Submission(Release, [InReview], null, [.. Reviewers, System]),
        Submission(Publish, [InReview], Published, Reviewers),
        Submission(RequestChanges, [InReview], ChangesRequested, Reviewers),
        Submission(Reject, [InReview], Rejected, Reviewers),
        new(LifecycleSubject.Listing, Publish, [Draft], Published, Reviewers),
        new(LifecycleSubject.Listing, Publish, [Published, Suspended], null, Reviewers),
        new(LifecycleSubject.Listing, Suspend, [Published], Suspended, Reviewers),
        new(LifecycleSubject.Listing, Resume, [Suspended], Published, Reviewers),
        new(LifecycleSubject.Listing, Withdraw, [Published, Suspended], Withdrawn, [Role.GovUser, Role.VendorMember, Role.VendorAdmin, Role.GovReviewer]),
    ];

    /// <summary>The state that follows, or the refusal that names the state and those in which the action is possible.</summary>
    public static (LifecycleState Next, Refusal? Refusal) Move(LifecycleSubject subject, LifecycleState state, LifecycleAction action)
    {
        var rules = Rules.Where(rule => rule.Subject == subject && rule.Action == action).ToList();
        if (rules.Find(rule => rule.From.Contains(state)) is { } rule)
        {
            return (rule.To ?? state, null);
        }

        var possible = string.Join(", ", rules.SelectMany(one => one.From).Distinct().Select(CamelCase<LifecycleState>.Name));
        var error = new FieldError("state", WrongState, KeyValuePair.Create("state", CamelCase<LifecycleState>.Name(state)), KeyValuePair.Create("possible", possible));
        return (state, new Refusal(WrongState, error));
    }

    /// <summary>Code of the refusal.</summary>
    public const string WrongState = "wrongState";

    private static LifecycleRule Submission(LifecycleAction action, LifecycleState[] from, LifecycleState? to, string[] roles) =>
        new(LifecycleSubject.Submission, action, from, to, roles);
}
