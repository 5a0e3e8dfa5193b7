using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Submissions;

namespace Marketplace.Functions.Tests.Instance;

/// <summary>Storage transactions of submissions and reviews (architecture.md: a hand-in costs at most three).</summary>
public sealed class SubmissionTransactionTests(MeteredApp metered) : IClassFixture<MeteredApp>
{
    private const string Committed = "Queue.Send 1, Queue.Update 1, Table.Query 1, Table.Transaction 1";

    private TestApp App => metered.App;

    [Fact]
    public async Task A_hand_in_costs_three_a_save_two_a_look_one()
    {
        var draft = await App.GivenDraftAsync();
        var (tag, body) = (draft.Tag, await draft.AcceptedAsync());
        Assert.Equal("Table.Query 1", await metered.CostAsync(() => draft.ReadAsync()));
        Assert.Equal("Table.Query 1, Table.Update 1", await metered.CostAsync(() => draft.SaveAsync(Contents.Product())));
        Assert.Equal("Table.Query 1", await metered.CostAsync(() => draft.SaveAsync(Contents.Product(), tag)));
        tag = draft.Tag;
        Assert.Equal("Queue.Send 1, Table.Query 1, Table.Transaction 1", await metered.CostAsync(() => draft.SubmitAsync(body: body)));
        Assert.Equal("Table.Query 1", await metered.CostAsync(() => draft.SubmitAsync(tag, body)));
        Assert.Equal(Committed, await metered.CostAsync(() => draft.RecallAsync()));
    }

    [Fact]
    public async Task A_claim_and_a_decision_cost_four_and_publishing_a_product_a_look_at_its_vendor_more()
    {
        foreach (var (decision, cost) in new[] { ("requestChanges", Committed), ("reject", Committed),
            ("publish", $"Queue.Send 1, Queue.Update 1, Table.Get 1, Table.Query 1, Table.Transaction 1") })
        {
            var draft = (await App.GivenAsync("product", LifecycleState.InReview))[0];
            Assert.Equal("Table.Query 1", await metered.CostAsync(() => draft.ReviewAsync(Actor.Reviewer)));
            Assert.Equal(Committed, await metered.CostAsync(() => draft.ClaimAsync(Actor.Reviewer)));
            Assert.Equal(cost, await metered.CostAsync(() => draft.DecideAsync(Actor.Reviewer, decision)));
        }
    }
}
