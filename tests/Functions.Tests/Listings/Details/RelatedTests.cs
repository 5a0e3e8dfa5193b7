using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.Details;

[Collection(SharesWorkshop.Name)]
public sealed class RelatedTests(WorkshopApp workshop)
{
    [Fact]
    public async Task Links_between_cases_and_products_lead_both_ways()
    {
        var word = WorkshopApp.NewWord();
        var ids = await workshop.App.Given(WorkshopApp.Marked(word, Entry.Product(), Entry.Case().With("linkedListings", new JsonArray($"tests/{word}-0"))));
        Assert.Equal([ids[0]], (await LinkedAsync(ids[1])));
        Assert.Equal([ids[1]], (await LinkedAsync(ids[0])));
    }

    [Fact]
    public async Task A_link_stated_on_both_sides_shows_once_and_one_that_leads_nowhere_not_at_all()
    {
        var word = WorkshopApp.NewWord();
        var ids = await workshop.App.Given(WorkshopApp.Marked(
            word,
            Entry.Product().With("linkedListings", new JsonArray($"tests/{word}-1", "tests/never-imported")),
            Entry.Case().With("linkedListings", new JsonArray($"tests/{word}-0"))));
        Assert.Equal([ids[1]], await LinkedAsync(ids[0]));
    }

    [Fact]
    public async Task Similar_entries_speak_of_the_same_things_and_leave_the_entry_itself_out()
    {
        var word = WorkshopApp.NewWord();
        var ids = await workshop.App.Given(WorkshopApp.Marked(
            word,
            Entry.Case().With("name", "渔港船舶动态监管").With("summary", "渔港船舶进出港动态监管与避风调度。"),
            Entry.Case().With("name", "渔港船舶避风调度").With("summary", "台风来临时渔港船舶避风的动态监管。")));
        var similar = (await workshop.App.As(Actor.Anonymous).GetAsync($"/api/listings/{ids[0]}/related")).Expect(200)["similar"].EnumerateArray()
            .Select(item => item.Text("id")).ToList();
        Assert.Equal(ids[1], similar[0]);
        Assert.DoesNotContain(ids[0], similar);
    }

    private async Task<IReadOnlyList<string>> LinkedAsync(string id) =>
        [.. (await workshop.App.As(Actor.Anonymous).GetAsync($"/api/listings/{id}/related")).Expect(200)["linked"].EnumerateArray()
            .Select(item => item.Text("id"))];
}
