using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Instance;

/// <summary>Storage transactions per operation: what an instance is billed for, and what limits its load.</summary>
public sealed class TransactionTests(MeteredApp metered) : IClassFixture<MeteredApp>
{
    private string Id => metered.Ids[1];

    private TestApp App => metered.App;

    [Theory]
    [InlineData("/api/listings", "")]
    [InlineData("/api/listings?q=%E5%8A%9E%E4%BA%8B&facets=kind,region,theme&highlight=true", "")]
    [InlineData("/api/listings/suggest?q=%E5%8A%9E", "")]
    [InlineData("/api/listings/export", "")]
    [InlineData("/api/reference/themes", "")]
    [InlineData("/api/reference/departments", "")]
    [InlineData("/api/listings/{id}", "Table.Get 1")]
    [InlineData("/api/listings/aaaaaaaaaaaaaaaaaaaaaaaaaa", "Table.Get 1")]
    [InlineData("/api/listings/no-id", "")]
    [InlineData("/api/listings/{id}/versions", "Table.Get 1, Table.Query 1")]
    [InlineData("/api/listings/{id}/related", "Table.Get 2")]
    [InlineData("/api/listings?limit=0", "")]
    public async Task A_read_costs_no_more_than_it_must(string path, string cost)
    {
        path = path.Replace("{id}", Id, StringComparison.Ordinal);
        Assert.Equal(cost, await metered.CostAsync(() => App.As(Actor.GovUser).GetAsync(path)));
    }

    [Fact]
    public async Task An_import_costs_two_a_new_line_and_two_a_hundred()
    {
        var entries = Enumerable.Range(0, 150).Select(i => Entry.Case($"new-{i}")).ToList();
        Assert.Equal("Table.Get 150", await metered.CostAsync(() => App.As(Actor.Operator).ImportAsync(entries, dryRun: true)));
        Assert.Equal("Queue.Send 2, Queue.Update 2, Table.Get 150, Table.Transaction 150",
            await metered.CostAsync(() => App.As(Actor.Operator).ImportAsync(entries)));
        Assert.Equal("Table.Get 150", await metered.CostAsync(() => App.As(Actor.Operator).ImportAsync(entries)));
        Assert.Equal("", await metered.CostAsync(() => App.As(Actor.Operator).ImportAsync(entries.Select(entry => entry.With("region", "00")))));
    }

    [Fact]
    public async Task A_change_of_state_costs_four_and_a_refused_one_a_read()
    {
        var id = (await App.Given(Entry.Case("moved")))[0];
        const string Cost = "Queue.Send 1, Queue.Update 1, Table.Get 1, Table.Transaction 1";
        Assert.Equal(Cost, await metered.CostAsync(() => App.As(Actor.Reviewer).MoveAsync(id, "suspend")));
        Assert.Equal("Table.Get 1", await metered.CostAsync(() => App.As(Actor.Reviewer).MoveAsync(id, "suspend")));
        Assert.Equal("Table.Get 1", await metered.CostAsync(() => App.As(Actor.Reviewer).MoveAsync(id, "resume", "\"1\"")));
        Assert.Equal("Table.Get 1", await metered.CostAsync(() => App.As(Actor.Reviewer.In("4403")).MoveAsync(id, "resume")));
        Assert.Equal("", await metered.CostAsync(() => App.As(Actor.Expert).MoveAsync(id, "resume")));
        Assert.Equal("", await metered.CostAsync(() => App.As(Actor.Reviewer).MoveAsync(id, "resume", reason: "")));
        Assert.Equal(Cost, await metered.CostAsync(() => App.As(Actor.Reviewer).MoveAsync(id, "resume")));
        Assert.Equal(Cost, await metered.CostAsync(() => App.As(Actor.Reviewer).MoveAsync(id, "withdraw")));
    }
}
