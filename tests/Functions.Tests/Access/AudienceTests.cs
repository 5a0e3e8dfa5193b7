using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Access;

/// <summary>Entries for the government only: nothing tells anybody else that they exist.</summary>
[Collection(SharesWorkshop.Name)]
public sealed class AudienceTests(WorkshopApp workshop) : IAsyncLifetime
{
    private readonly string _word = WorkshopApp.NewWord();
    private IReadOnlyList<string> _ids = [];

    public static TheoryData<Actor> Outsiders => [Actor.Anonymous, Actor.Member, Actor.Admin, Actor.Expert];

    public static TheoryData<Actor> Insiders => [Actor.GovUser, Actor.Reviewer, Actor.Operator];

    private string Public => _ids[0];

    private string Hidden => _ids[1];

    public async ValueTask InitializeAsync() => _ids = await workshop.App.Given(WorkshopApp.Marked(
        _word,
        Entry.Case().With("name", $"{_word}公开").With("linkedListings", new JsonArray($"tests/{_word}-1")),
        Entry.Product().With("name", $"{_word}内部").With("vendorName", $"{_word}公司").With("audience", "government")
            .With("linkedListings", new JsonArray($"tests/{_word}-0"))));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Outsiders))]
    public async Task Others_see_what_everybody_sees(Actor actor)
    {
        var caller = workshop.App.As(actor);
        var page = (await caller.GetAsync($"/api/listings?q={_word}&facets=kind,region,theme,reuseModel")).Expect(200);
        Assert.Equal([Public], page.Ids);
        Assert.Equal(1, page.Total);
        Assert.Equal(["case:1"], Values(page, "kind"));
        Assert.Empty(Values(page, "reuseModel"));
        Assert.Equal([$"{_word}公开"], await SuggestAsync(caller));
        (await caller.GetAsync($"/api/listings/{Hidden}")).ExpectProblem(404, "notFound");
        (await caller.GetAsync($"/api/listings/{Hidden}/versions")).ExpectProblem(404, "notFound");
        (await caller.GetAsync($"/api/listings/{Hidden}/related")).ExpectProblem(404, "notFound");
        Assert.DoesNotContain(Hidden, (await caller.GetAsync($"/api/listings/{Public}/related")).Expect(200).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Insiders))]
    public async Task The_government_sees_both(Actor actor)
    {
        var caller = workshop.App.As(actor);
        var page = (await caller.GetAsync($"/api/listings?q={_word}&facets=kind")).Expect(200);
        Assert.Equal(_ids.Order(StringComparer.Ordinal), page.Ids.Order(StringComparer.Ordinal));
        Assert.Equal(["case:1", "product:1"], Values(page, "kind").Order(StringComparer.Ordinal));
        Assert.Equal(3, (await SuggestAsync(caller)).Count);
        (await caller.GetAsync($"/api/listings/{Hidden}")).Expect(200);
        Assert.Contains(Hidden, (await caller.GetAsync($"/api/listings/{Public}/related")).Expect(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hidden_entry_and_a_missing_one_answer_alike()
    {
        var (hidden, missing) = (await workshop.App.As(Actor.Anonymous).GetAsync($"/api/listings/{Hidden}"), await workshop.App.As(Actor.Anonymous)
            .GetAsync($"/api/listings/{new string('a', 26)}"));
        Assert.Equal(missing.Text.Replace(missing.Json.Text("traceId"), "", StringComparison.Ordinal),
            hidden.Text.Replace(hidden.Json.Text("traceId"), "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_that_is_opened_to_all_is_seen_by_all()
    {
        await workshop.App.Given(Entry.Product($"{_word}-1").With("name", $"{_word}内部").With("tags", new JsonArray(_word)));
        Assert.Equal(2, (await workshop.App.As(Actor.Anonymous).GetAsync($"/api/listings?q={_word}")).Total);
    }

    private async Task<IReadOnlyList<string>> SuggestAsync(Session caller) =>
        [.. (await caller.GetAsync($"/api/listings/suggest?q={_word}")).Expect(200)["items"].EnumerateArray().Select(item => item.Text("text"))];

    private static IReadOnlyList<string> Values(Reply page, string facet) =>
        [.. page["facets"].GetProperty(facet).EnumerateArray().Select(value => $"{value.Text("value")}:{value.GetProperty("count")}")];
}
