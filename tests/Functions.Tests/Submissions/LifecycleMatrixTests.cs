using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Lifecycle;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>Every state with every action as every role, through the API, against the table: product.md “Listing life cycle and moderation”.</summary>
[Collection(SharesSubmissions.Name)]
public sealed class LifecycleMatrixTests(SubmissionApp submissions)
{
    private static readonly Actor[] Callers =
    [
        .. Actor.Each, Actor.Member with { CreditCode = Actor.OtherVendor }, Actor.Admin with { CreditCode = Actor.OtherVendor },
        Actor.GovUser with { Department = "gd-education" }, Actor.Reviewer.In("4403"), Actor.Operator with { Region = "4401" },
    ];

    /// <summary>What a submission can be; the others are a listing's alone.</summary>
    private static readonly LifecycleState[] States = [.. Enum.GetValues<LifecycleState>().Except([LifecycleState.Suspended, LifecycleState.Withdrawn])];

    public static MatrixTheoryData<string, string> Rows => new(["product", "case", "capability"], States.Select(state => state.ToString()));

    private TestApp App => submissions.App;

    [Fact]
    public void Every_action_that_somebody_can_ask_for_is_called() => Assert.Equal(
        SubmissionLifecycle.Table.Transitions.Select(rule => rule.Action)
            .Where(action => action is not LifecycleAction.Recheck && LifecyclePermissions.OfSubmissions.ContainsKey(action)).Order(),
        LifecycleCalls.ByAction.Keys.Order());

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_table_rules_what_follows_and_what_is_refused(string kind, string name)
    {
        var state = Enum.Parse<LifecycleState>(name);
        foreach (var (action, draft) in await GivenAsync(kind, state))
        {
            var rule = SubmissionLifecycle.Table.Transitions.Single(one => one.Action == action);
            Actor[] inOrder = [.. Callers.OrderBy(actor => Expected(rule, actor, kind, state))];
            var allowed = inOrder.Where(actor => Expected(rule, actor, kind, state) == 200).ToList();
            foreach (var actor in inOrder.Except(allowed))
            {
                await ExpectRefusedAsync(rule, draft, actor, kind, state);
            }

            if (allowed.Count == 0)
            {
                continue;
            }

            var answer = await LifecycleCalls.ByAction[action](App.As(allowed[0]), draft);
            Assert.True(answer.Status is >= 200 and < 300, $"{kind} {state} {action} as {allowed[0]}: {answer.Status} {answer.Text}");
            Assert.Equal(rule.To ?? state, (await App.StoredAsync(draft)).State);
        }
    }

    private async Task ExpectRefusedAsync(Transition<LifecycleState, LifecycleAction> rule, Drafted draft, Actor actor, string kind, LifecycleState state)
    {
        var answer = await LifecycleCalls.ByAction[rule.Action](App.As(actor), draft);
        Assert.True(answer.Status == Expected(rule, actor, kind, state),
            $"{kind} {state} {rule.Action} as {actor}: expected {Expected(rule, actor, kind, state)}, was {answer.Status} {answer.Text}");
        if (answer.Status == 409)
        {
            answer.ExpectProblem(409, "wrongState", "state:wrongState");
            var message = answer["errors"][0].Text("message");
            Assert.All(rule.From.Append(state), one => Assert.Contains(CamelCase<LifecycleState>.Name(one), message, StringComparison.Ordinal));
        }

        Assert.Equal(state, (await App.StoredAsync(draft)).State);
    }

    /// <summary>Role first, then whose it is, then its state.</summary>
    private static int Expected(Transition<LifecycleState, LifecycleAction> rule, Actor actor, string kind, LifecycleState state)
    {
        if (actor.Role is null)
        {
            return 401;
        }

        if (!LifecyclePermissions.OfSubmissions.RolesOf(rule.Action).Contains(actor.Role))
        {
            return 403;
        }

        return !Knows(actor, kind, state) ? 404 : rule.From.Contains(state) ? 200 : 409;
    }

    /// <summary>What an owner writes on is no reviewer's business; what was given up is nobody's.</summary>
    private static bool Knows(Actor actor, string kind, LifecycleState state) => actor.Role switch
    {
        "gov.reviewer" => actor.Region == "44" && state is not (LifecycleState.Draft or LifecycleState.ChangesRequested or LifecycleState.Discarded),
        _ => state is not LifecycleState.Discarded && (actor == Stages.OwnerOf(kind) || (kind == "product" && actor == Actor.Admin)),
    };

    /// <summary>A submission for each action; a reviewer has it in hand where it is to be decided or given back.</summary>
    private async Task<IEnumerable<(LifecycleAction, Drafted)>> GivenAsync(string kind, LifecycleState state)
    {
        var actions = LifecycleCalls.ByAction.Keys.ToList();
        var given = await App.GivenAsync(kind, state, actions.Count);
        foreach (var (action, draft) in actions.Zip(given))
        {
            if (state is LifecycleState.InReview
                && action is (LifecycleAction.Release or LifecycleAction.Publish or LifecycleAction.RequestChanges or LifecycleAction.Reject))
            {
                (await draft.ClaimAsync(Actor.Reviewer)).Expect(200);
            }

            if (state is not LifecycleState.Discarded)
            {
                await draft.RefreshAsync();
            }
        }

        return actions.Zip(given);
    }
}
