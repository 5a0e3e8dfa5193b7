using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>Beginning a draft: once for each key, by whoever may, from nothing or from another.</summary>
[Collection(SharesSubmissions.Name)]
public sealed class CreationTests(SubmissionApp submissions)
{
    private static readonly Actor OtherMember = Actor.Member with { CreditCode = Actor.OtherVendor };

    private readonly (string, string) _key = ("Idempotency-Key", WorkshopApp.NewWord());

    private TestApp App => submissions.App;

    [Fact]
    public async Task Requests_with_one_key_make_one_draft_and_get_the_same_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync(Actor.Member, Contents.Product())));
        Assert.All(answers, answer => Assert.Equal((201, answers[0].Text, answers[0].Header("ETag")), (answer.Status, answer.Text, answer.Header("ETag"))));
        Assert.Single(answers, answer => answer.Header("Idempotent-Replayed") is null);
        Assert.All(answers.Where(answer => answer.Header("Idempotent-Replayed") is { } replayed), answer =>
            Assert.Equal("true", answer.Header("Idempotent-Replayed")));
    }

    [Fact]
    public async Task A_key_stands_for_one_body_and_one_caller()
    {
        var first = (await OpenAsync(Actor.Member, Contents.Product())).Expect(201);
        (await OpenAsync(Actor.Member, Contents.Product().With("name", "另一平台"))).ExpectProblem(409, "idempotencyKeyReused");
        var other = (await OpenAsync(OtherMember, Contents.Product())).Expect(201);
        Assert.NotEqual(first.Json.Text("id"), other.Json.Text("id"));
        Assert.NotEqual((await App.GivenDraftAsync()).Id, (await App.GivenDraftAsync()).Id);
    }

    [Fact]
    public async Task A_repeated_copy_or_revision_makes_one_draft_too()
    {
        var published = await App.GivenPublishedAsync();
        foreach (var open in new Func<Task<Reply>>[] { () =>
            CopyAsync(Actor.Member, published.Id), () => Drafted.OpenReplyAsync(App, Actor.Member, null, "product", published.ListingId, _key) })
        {
            var (first, second) = ((await open()).Expect(201), (await open()).Expect(201));
            Assert.Equal((first.Text, "true"), (second.Text, second.Header("Idempotent-Replayed")));
        }
    }

    [Theory]
    [InlineData("product", "case")]
    [InlineData("case", "capability")]
    [InlineData("capability", "product")]
    public async Task A_list_takes_entries_only_from_those_it_is_for(string kind, string other)
    {
        var refused = (await Drafted.OpenReplyAsync(App, Stages.OwnerOf(kind), new JsonObject(), other)).ExpectProblem(400, "invalid", "kind:notAllowed");
        Assert.Contains(kind, refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_is_a_new_entry_with_the_same_content()
    {
        var draft = await App.GivenPublishedAsync();
        var copy = (await CopyAsync(Actor.Admin, draft.Id)).Expect(201);
        Assert.NotEqual(draft.ListingId, copy.Json.Text("listingId"));
        Assert.Equal(("draft", 0, (await draft.ReadAsync())["content"].GetRawText()),
            (copy.Json.Text("state"), copy["basedOn"].GetInt32(), copy["content"].GetRawText()));
        (await CopyAsync(OtherMember, draft.Id)).ExpectProblem(404, "notFound");
        (await CopyAsync(Actor.GovUser, draft.Id)).ExpectProblem(404, "notFound");
    }

    [Fact]
    public async Task What_is_given_up_is_gone_but_for_its_line_in_the_list()
    {
        var draft = await App.GivenDraftAsync();
        (await draft.DiscardAsync()).Expect(204);
        (await draft.ReadAsync()).ExpectProblem(404, "notFound");
        (await CopyAsync(Actor.Member, draft.Id)).ExpectProblem(404, "notFound");
        (await draft.DiscardAsync("*")).ExpectProblem(404, "notFound");
        Assert.Null((await App.StoredAsync(draft)).Content.Name);
        Assert.DoesNotContain(draft.Id, await ListedAsync(""));
        Assert.Contains(draft.Id, await ListedAsync("&state=discarded"));
    }

    [Fact]
    public async Task A_list_shows_ones_own_only_page_by_page_under_the_name_of_now()
    {
        var drafts = new List<Drafted>();
        foreach (var name in new[] { "甲平台", "乙平台", "丙平台" })
        {
            drafts.Add(await Drafted.OpenAsync(App, OtherMember, new JsonObject { ["name"] = name }, "product"));
        }

        (await drafts[0].SaveAsync(new JsonObject { ["name"] = "改名平台" })).Expect(200);

        var all = (await App.As(OtherMember).GetAsync("/api/submissions?limit=100")).Expect(200);
        Assert.Equal(drafts.Select(draft => draft.Id).Reverse(), all.Ids.Take(3));
        Assert.Equal("改名平台", all["items"][2].Text("name"));
        var (seen, path) = (new List<string>(), "/api/submissions?limit=2");
        for (var next = path; next.Length > 0;)
        {
            var page = (await App.As(OtherMember).GetAsync(next)).Expect(200);
            Assert.Equal(all.Total, page.Total);
            seen.AddRange(page.Ids);
            next = page.Json.TryGetProperty("nextCursor", out var cursor) ? $"{path}&cursor={cursor.GetString()}" : "";
        }

        Assert.Equal(all.Ids, seen);
        Assert.Empty((await ListedAsync("")).Intersect(all.Ids));
    }

    private Task<Reply> OpenAsync(Actor owner, JsonObject content) => Drafted.OpenReplyAsync(App, owner, content, "product", null, _key);

    private Task<Reply> CopyAsync(Actor owner, string id) => App.As(owner).SendAsync("POST", $"/api/submissions/{id}/copy", null, _key);

    private async Task<IReadOnlyList<string>> ListedAsync(string query) =>
        (await App.As(Actor.Member).GetAsync($"/api/submissions?limit=100{query}")).Expect(200).Ids;
}
