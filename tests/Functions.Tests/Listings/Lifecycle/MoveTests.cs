using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.Lifecycle;

[Collection(SharesWorkshop.Name)]
public sealed class MoveTests(WorkshopApp workshop)
{
    private readonly string _word = WorkshopApp.NewWord();

    private TestApp App => workshop.App;

    [Fact]
    public async Task A_suspended_entry_is_gone_from_every_answer_until_it_is_resumed()
    {
        var ids = await App.Given(WorkshopApp.Marked(_word, Entry.Case().With("name", $"{_word}甲"), Entry.Case().With("name", $"{_word}乙")));
        (await App.As(Actor.Reviewer).MoveAsync(ids[0], "suspend")).Expect(200);
        await App.Indexed();
        Assert.Equal([ids[1]], await SeenAsync(ids));

        (await App.As(Actor.Reviewer).MoveAsync(ids[0], "resume")).Expect(200);
        await App.Indexed();
        Assert.Equal(ids.Order(StringComparer.Ordinal), await SeenAsync(ids));
    }

    [Fact]
    public async Task A_withdrawn_entry_stays_away()
    {
        var entries = WorkshopApp.Marked(_word, Entry.Case().With("name", $"{_word}甲"));
        var ids = await App.Given(entries);
        (await App.As(Actor.Reviewer).MoveAsync(ids[0], "withdraw")).Expect(200);
        await App.Indexed();
        Assert.Empty(await SeenAsync(ids));
        (await App.As(Actor.Reviewer).MoveAsync(ids[0], "resume")).ExpectProblem(409, "listingNotSuspended");
        (await App.As(Actor.Reviewer).MoveAsync(ids[0], "withdraw")).ExpectProblem(409, "listingWithdrawn");

        var report = await App.As(Actor.Operator).ImportAsync(entries.Select(entry => entry.With("summary", "改写。")));
        Assert.Equal("listingWithdrawn", report["lines"][0].GetProperty("errors")[0].Text("code"));
        await App.Indexed();
        Assert.Empty(await SeenAsync(ids));
    }

    [Fact]
    public async Task A_change_names_the_version_it_means()
    {
        var id = (await App.Given(WorkshopApp.Marked(_word, Entry.Case())))[0];
        var reviewer = App.As(Actor.Reviewer);
        (await reviewer.MoveAsync(id, "suspend", ifMatch: null)).ExpectProblem(428, "preconditionRequired");
        (await reviewer.MoveAsync(id, "suspend", ifMatch: "nonsense")).ExpectProblem(400, "invalid", "If-Match:invalidFormat");

        var tag = (await reviewer.GetAsync($"/api/listings/{id}")).Header("ETag")!;
        var stale = (await reviewer.MoveAsync(id, "suspend", ifMatch: "\"999\"")).ExpectProblem(412, "stale");
        Assert.Equal(tag, stale.Header("ETag"));
        (await reviewer.MoveAsync(id, "suspend", ifMatch: $"W/{tag}")).ExpectProblem(412, "stale");

        var suspended = (await reviewer.MoveAsync(id, "suspend", tag)).Expect(200);
        (await reviewer.MoveAsync(id, "resume", tag)).ExpectProblem(412, "stale");
        (await reviewer.MoveAsync(id, "resume", suspended.Header("ETag"))).Expect(200);
    }

    [Fact]
    public async Task Of_two_changes_to_one_version_one_is_made()
    {
        var id = (await App.Given(WorkshopApp.Marked(_word, Entry.Case())))[0];
        var tag = (await App.As(Actor.Reviewer).GetAsync($"/api/listings/{id}")).Header("ETag")!;
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => App.As(Actor.Reviewer).MoveAsync(id, "suspend", tag)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal(412, answer.Status));
    }

    [Fact]
    public async Task Somebody_elses_entry_answers_like_one_that_does_not_exist()
    {
        var id = (await App.Given(WorkshopApp.Marked(_word, Entry.Product())))[0];
        foreach (var (actor, move) in new[] { (Actor.Reviewer.In("4403"), "suspend"), (Actor.Reviewer.In("4403"), "withdraw"),
            (Actor.Member with { CreditCode = Actor.OtherVendor }, "withdraw"), (Actor.GovUser with { Department = "gd-education" }, "withdraw") })
        {
            (await App.As(actor).MoveAsync(id, move)).ExpectProblem(404, "notFound");
        }

        (await App.As(Actor.Reviewer).MoveAsync(new string('a', 26), "suspend")).ExpectProblem(404, "notFound");
        Assert.Equal([id], await SeenAsync([id]));
    }

    [Fact]
    public async Task A_department_takes_back_its_own_case_but_not_a_product_that_names_it()
    {
        var ids = await App.Given(WorkshopApp.Marked(_word, Entry.Case(), Entry.Product()));
        (await App.As(Actor.GovUser).MoveAsync(ids[0], "withdraw")).Expect(200);
        (await App.As(Actor.GovUser).MoveAsync(ids[1], "withdraw")).ExpectProblem(404, "notFound");
    }

    [Theory]
    [InlineData(null, "reason:required")]
    [InlineData("", "reason:required")]
    [InlineData("好", "reason:tooShort")]
    public async Task A_move_gives_its_reason(string? reason, string error)
    {
        var id = (await App.Given(WorkshopApp.Marked(_word, Entry.Case())))[0];
        (await App.As(Actor.Reviewer).MoveAsync(id, "suspend", reason: reason)).ExpectProblem(400, "invalid", error);
        (await App.As(Actor.Reviewer).MoveAsync(id, "suspend", reason: new string('长', 501))).ExpectProblem(400, "invalid", "reason:tooLong");
    }

    /// <summary>Which of these entries are found; fails when search, count, facet, suggestion, detail and neighbours do not agree.</summary>
    private async Task<IReadOnlyList<string>> SeenAsync(IReadOnlyList<string> ids)
    {
        var caller = App.As(Actor.Anonymous);
        var page = (await caller.GetAsync($"/api/listings?q={_word}&facets=kind")).Expect(200);
        var found = page.Ids.Order(StringComparer.Ordinal).ToList();
        Assert.Equal(found.Count, page.Total);
        Assert.Equal(found.Count, page["facets"].GetProperty("kind").EnumerateArray().Sum(value => value.GetProperty("count").GetInt32()));
        foreach (var id in ids)
        {
            Assert.Equal(found.Contains(id) ? 200 : 404, (await caller.GetAsync($"/api/listings/{id}")).Status);
        }

        var suggested = (await caller.GetAsync($"/api/listings/suggest?q={_word}")).Expect(200)["items"].EnumerateArray().Count();
        Assert.True(suggested <= found.Count);
        foreach (var id in found)
        {
            var related = (await caller.GetAsync($"/api/listings/{id}/related")).Expect(200).Text;
            Assert.DoesNotContain(ids.Except(found), hidden => related.Contains(hidden, StringComparison.Ordinal));
        }

        return found;
    }
}
