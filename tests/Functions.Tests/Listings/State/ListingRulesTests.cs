using Marketplace.AppKit.Samples;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Values;

namespace Marketplace.Functions.Tests.Listings.State;

public sealed class ListingRulesTests
{
    private static readonly DateTimeOffset Later = RuleBook.Now.AddHours(1);

    [Theory]
    [InlineData("Published", "suspend", "Suspended")]
    [InlineData("Published", "resume", "listingNotSuspended")]
    [InlineData("Published", "withdraw", "Withdrawn")]
    [InlineData("Suspended", "suspend", "listingNotPublished")]
    [InlineData("Suspended", "resume", "Published")]
    [InlineData("Suspended", "withdraw", "Withdrawn")]
    [InlineData("Withdrawn", "suspend", "listingNotPublished")]
    [InlineData("Withdrawn", "resume", "listingNotSuspended")]
    [InlineData("Withdrawn", "withdraw", "listingWithdrawn")]
    public void Each_state_allows_its_own_moves(string from, string move, string outcome)
    {
        var before = Published() with { State = Enum.Parse<LifecycleState>(from) };
        var decided = Move(before, move);
        Assert.Equal(outcome, decided.IsRefused ? decided.Refusal.Code : decided.Value.State.ToString());
    }

    [Theory]
    [InlineData("suspend")]
    [InlineData("withdraw")]
    public void A_move_counts_as_a_change_but_not_as_a_version(string move)
    {
        var before = Published();
        var after = Move(before, move).Value!;
        Assert.Equal((before.Version, before.Revision + 1, Later), (after.Version, after.Revision, after.UpdatedAt));
        Assert.Equal(before.Content, after.Content);
        Assert.Equal(before.PublishedAt, after.PublishedAt);
        Assert.False(after.IsVisible);
    }

    private static Decided<Listing> Move(Listing listing, string move) => move switch
    {
        "suspend" => ListingRules.Suspend(listing, Later),
        "resume" => ListingRules.Resume(listing, Later),
        _ => ListingRules.Withdraw(listing, Later),
    };

    private static Listing Published() =>
        ListingRules.Create("id", new Origin("tests", "case"), RuleBook.Content(Entry.Case()), RuleBook.Now, RuleBook.Now);
}
