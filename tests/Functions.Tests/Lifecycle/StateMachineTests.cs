using Marketplace.AppKit.Samples;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Values;
using Marketplace.Functions.Vendors.State;

namespace Marketplace.Functions.Tests.Lifecycle;

/// <summary>The tables of the state machines, and the rules that ask them.</summary>
public sealed class StateMachineTests
{
    private static readonly LifecycleState[] ListingStates =
        [LifecycleState.Draft, LifecycleState.Published, LifecycleState.Suspended, LifecycleState.Withdrawn];
    private static readonly LifecycleAction[] ListingActions =
        [LifecycleAction.Publish, LifecycleAction.Suspend, LifecycleAction.Resume, LifecycleAction.Withdraw];

    public static MatrixTheoryData<string, string> Entries =>
        new(ListingStates.Select(state => state.ToString()), ListingActions.Select(action => action.ToString()));

    [Theory]
    [MemberData(nameof(Entries))]
    public void A_listing_moves_as_the_table_says(string from, string name)
    {
        var (state, action) = (Enum.Parse<LifecycleState>(from), Enum.Parse<LifecycleAction>(name));
        var (next, refusal) = ListingLifecycle.Table.Move(state, action);
        var decided = Move(EntryIn(state), action);
        Assert.Equal(refusal is not null, decided.IsRefused);
        if (!decided.IsRefused)
        {
            Assert.Equal(next, decided.Value.State);
        }
    }

    [Fact]
    public void The_table_names_a_listings_actions_and_no_other() => Assert.Equal(
        ListingActions.Order(),
        ListingLifecycle.Table.Transitions.Select(row => row.Action).Distinct().Order());

    [Fact]
    public void Every_state_of_a_submission_can_be_reached_and_only_the_last_ones_are_final()
    {
        var rules = SubmissionLifecycle.Table.Transitions;
        var reached = rules.Select(rule => rule.To).OfType<LifecycleState>().Append(LifecycleState.Draft).ToHashSet();
        var left = rules.SelectMany(rule => rule.From).ToHashSet();
        Assert.Subset(reached, left);
        Assert.Equal([LifecycleState.Rejected, LifecycleState.Published, LifecycleState.Discarded], reached.Except(left).Order());
    }

    [Fact]
    public void Every_stage_of_a_vendor_can_be_reached_and_none_is_final()
    {
        var rules = VendorLifecycle.Table.Transitions;
        Assert.Equal(Enum.GetValues<VendorStage>(), rules.Select(rule => rule.To).OfType<VendorStage>().Distinct().Order());
        Assert.Equal(Enum.GetValues<VendorStage>(), rules.SelectMany(rule => rule.From).Distinct().Order());
    }

    [Fact]
    public void A_state_and_an_action_have_one_rule_at_most()
    {
        AssertOneRule(SubmissionLifecycle.Table);
        AssertOneRule(ListingLifecycle.Table);
        AssertOneRule(VendorLifecycle.Table);
    }

    private static void AssertOneRule<TState, TAction>(StateMachine<TState, TAction> machine)
        where TState : struct, Enum
        where TAction : struct, Enum =>
        Assert.DoesNotContain(machine.Transitions.SelectMany(row => row.From.Select(from => (row.Action, from))).CountBy(key => key), same => same.Value > 1);

    private static Decided<Listing> Move(Listing entry, LifecycleAction action) => action switch
    {
        LifecycleAction.Publish => ListingRules.Publish(entry, entry.Content, RuleBook.Now),
        LifecycleAction.Suspend => ListingRules.Suspend(entry, RuleBook.Now),
        LifecycleAction.Resume => ListingRules.Resume(entry, RuleBook.Now),
        _ => ListingRules.Withdraw(entry, RuleBook.Now),
    };

    private static Listing EntryIn(LifecycleState state)
    {
        var content = RuleBook.Content(Entry.Case());
        var origin = new Origin("tests", "case");
        return state is LifecycleState.Draft
            ? ListingRules.Open("id", origin, content, RuleBook.Now)
            : ListingRules.Create("id", origin, content, RuleBook.Now, RuleBook.Now) with { State = state };
    }
}
