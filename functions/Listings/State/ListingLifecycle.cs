using Marketplace.Functions.Lifecycle;
using Marketplace.Hosting.ProblemDetails;
using static Marketplace.Functions.Lifecycle.LifecycleAction;
using static Marketplace.Functions.Lifecycle.LifecycleState;

namespace Marketplace.Functions.Listings.State;

/// <summary>The life of a listing (product.md “Listing life cycle and moderation”).</summary>
internal static class ListingLifecycle
{
    public static readonly StateMachine<LifecycleState, LifecycleAction> Table = new(
        Refuse,
        new(Publish, [Draft], Published),
        new(Publish, [Published, Suspended], null),
        new(Suspend, [Published], Suspended),
        new(Resume, [Suspended], Published),
        new(Withdraw, [Published, Suspended], Withdrawn));

    private static Refusal Refuse(LifecycleState state, LifecycleAction action, IEnumerable<LifecycleState> possible) => (state, action) switch
    {
        (_, Resume) => new("listingNotSuspended"),
        (Withdrawn, Publish or Withdraw) => new("listingWithdrawn"),
        _ => new("listingNotPublished"),
    };
}
