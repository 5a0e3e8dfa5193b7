using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>Revisions of what is published, and what is none.</summary>
[Collection(SharesSubmissions.Name)]
public sealed class RevisionTests(SubmissionApp submissions)
{
    private TestApp App => submissions.App;

    [Fact]
    public async Task An_entry_has_one_open_revision_and_another_is_told_its_id()
    {
        var published = await App.GivenPublishedAsync();
        var revision = await ReviseAsync(published);
        var refused = (await AskAsync(Actor.Admin, published.ListingId)).ExpectProblem(409, "revisionOpen", "listingId:revisionOpen");
        Assert.Contains(revision.Id, refused["errors"][0].Text("message"), StringComparison.Ordinal);

        (await revision.DiscardAsync()).Expect(204);
        Assert.Equal($"{published.ListingId}-3", (await ReviseAsync(published)).Id);
    }

    [Fact]
    public async Task Of_many_that_begin_a_revision_at_once_one_does()
    {
        var published = await App.GivenPublishedAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync(Actor.Member, published.ListingId)));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal((409, "revisionOpen"), (answer.Status, answer.Code)));
    }

    [Fact]
    public async Task A_revision_of_a_revision_builds_on_what_was_published_last()
    {
        var published = await App.GivenPublishedAsync();
        var second = await ReviseAsync(published, Contents.Product().With("summary", "第二版。"));
        await (await second.GivenInReviewAsync()).GivenDecidedAsync(Actor.Reviewer, "publish");
        var third = (await (await ReviseAsync(published)).ReadAsync()).Expect(200);
        Assert.Equal(($"{published.ListingId}-3", 2, "第二版。"), (third.Json.Text("id"), third["basedOn"].GetInt32(), third["content"].Text("summary")));
    }

    [Fact]
    public async Task What_was_never_published_or_is_somebody_elses_cannot_be_revised()
    {
        var draft = await App.GivenDraftAsync();
        (await AskAsync(Actor.Member, draft.ListingId)).ExpectProblem(404, "notFound");
        var published = await App.GivenPublishedAsync();
        (await AskAsync(Actor.Member with { CreditCode = Actor.OtherVendor }, published.ListingId)).ExpectProblem(404, "notFound");
        foreach (var id in new[] { new string('a', 26), "no-id", "" })
        {
            (await AskAsync(Actor.Member, id)).ExpectProblem(404, "notFound");
        }

        var @case = await App.GivenPublishedAsync("case");
        (await Drafted.OpenReplyAsync(App, Actor.GovUser with { Department = "gd-education" }, null, "case", @case.ListingId)).ExpectProblem(404, "notFound");
        (await Drafted.OpenReplyAsync(App, Actor.GovUser, null, "case", published.ListingId)).ExpectProblem(404, "notFound");
    }

    [Fact]
    public async Task A_withdrawn_entry_is_not_revised_and_its_open_revision_not_published()
    {
        var published = await App.GivenPublishedAsync();
        var revision = await ReviseAsync(published);
        await revision.GivenInReviewAsync();
        (await revision.ClaimAsync(Actor.Reviewer)).Expect(200);
        (await App.As(Actor.Member).MoveAsync(published.ListingId, "withdraw")).Expect(200);
        (await revision.DecideAsync(Actor.Reviewer, "publish")).ExpectProblem(409, "listingWithdrawn");
        (await revision.DecideAsync(Actor.Reviewer, "reject")).Expect(200);
        (await AskAsync(Actor.Member, published.ListingId)).ExpectProblem(409, "listingWithdrawn");
    }

    [Fact]
    public async Task What_changed_since_it_was_handed_in_is_not_overwritten()
    {
        var imported = WorkshopApp.Marked(WorkshopApp.NewWord(), Entry.Product())[0];
        var id = (await App.Given(imported))[0];
        var revision = await Drafted.OpenAsync(App, Actor.Member, Contents.Product().With("summary", "修订。"), "product", id);
        await revision.GivenInReviewAsync();
        (await revision.ClaimAsync(Actor.Reviewer)).Expect(200);
        await App.Given(imported.With("summary", "导入改写。"));

        (await revision.DecideAsync(Actor.Reviewer, "publish")).ExpectProblem(409, "publishedVersionChanged");
        var review = (await revision.ReviewAsync(Actor.Reviewer)).Expect(200);
        Assert.Equal((1, 2), (review["basedOn"].GetInt32(), review["publishedVersion"].GetInt32()));

        await revision.RefreshAsync();
        (await revision.RecallAsync()).Expect(200);
        await (await revision.GivenInReviewAsync()).GivenDecidedAsync(Actor.Reviewer, "publish", version: 2);
        Assert.Equal("修订。", (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{id}")).Json.Text("summary"));
    }

    private Task<Drafted> ReviseAsync(Drafted published, JsonObject? content = null) =>
        content is null ? OpenAsync(published.ListingId) : Drafted.OpenAsync(App, Actor.Member, content, "product", published.ListingId);

    private async Task<Drafted> OpenAsync(string listingId) => new(App, Actor.Member, (await AskAsync(Actor.Member, listingId)).Expect(201));

    /// <summary>Asks for a revision without content, which begins with what is published.</summary>
    private Task<Reply> AskAsync(Actor owner, string listingId) => Drafted.OpenReplyAsync(App, owner, null, "product", listingId);
}
