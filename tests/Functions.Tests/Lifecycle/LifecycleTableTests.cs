using Marketplace.Functions.Access;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Values;

namespace Marketplace.Functions.Tests.Lifecycle;

/// <summary>The table agrees with those who ask it, and with those who do not.</summary>
public sealed class LifecycleTableTests
{
    private static readonly LifecycleState[] EntryStates = [LifecycleState.Draft, LifecycleState.Published, LifecycleState.Suspended, LifecycleState.Withdrawn];
    private static readonly LifecycleAction[] EntryActions = [LifecycleAction.Publish, LifecycleAction.Suspend, LifecycleAction.Resume, LifecycleAction.Withdraw];

    public static MatrixTheoryData<string, string> Entries => new(EntryStates.Select(state => state.ToString()), EntryActions.Select(action => action.ToString()));

    [Theory]
    [MemberData(nameof(Entries))]
    public void An_entry_moves_as_the_table_says(string from, string name)
    {
        var (state, action) = (Enum.Parse<LifecycleState>(from), Enum.Parse<LifecycleAction>(name));
        var (next, refusal) = LifecycleTable.Move(LifecycleSubject.Listing, state, action);
        var decided = Move(EntryIn(state), action);
        Assert.Equal(refusal is not null, decided.IsRefused);
        if (!decided.IsRefused)
        {
            Assert.Equal(next, decided.Value.State);
        }
    }

    [Fact]
    public void The_table_names_an_entrys_actions_and_no_other() => Assert.Equal(
        EntryActions.Order(),
        LifecycleTable.Rules.Where(rule => rule.Subject is LifecycleSubject.Listing).Select(rule => rule.Action).Distinct().Order());

    [Fact]
    public void Permissions_grant_an_entrys_moves_to_the_roles_of_the_table()
    {
        foreach (var (action, permission) in new[] { (LifecycleAction.Suspend, Permissions.SuspendListings), (LifecycleAction.Resume, Permissions.ResumeListings), (LifecycleAction.Withdraw, Permissions.WithdrawListings) })
        {
            Assert.Equal(
                permission.Grants.Select(grant => grant.Role).Order(StringComparer.Ordinal),
                LifecycleTable.Rules.Single(rule => rule.Subject is LifecycleSubject.Listing && rule.Action == action).Roles.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Every_state_of_a_submission_can_be_reached_and_only_the_last_ones_are_final()
    {
        var rules = LifecycleTable.Rules.Where(rule => rule.Subject is LifecycleSubject.Submission).ToList();
        var reached = rules.Select(rule => rule.To).OfType<LifecycleState>().Append(LifecycleState.Draft).ToHashSet();
        var left = rules.SelectMany(rule => rule.From).ToHashSet();
        Assert.Subset(reached, left);
        Assert.Equal([LifecycleState.Rejected, LifecycleState.Published, LifecycleState.Discarded], reached.Except(left).Order());
    }

    [Fact]
    public void A_state_and_an_action_have_one_rule_at_most() => Assert.DoesNotContain(
        LifecycleTable.Rules.SelectMany(rule => rule.From.Select(from => (rule.Subject, rule.Action, from))).CountBy(key => key),
        same => same.Value > 1);

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
