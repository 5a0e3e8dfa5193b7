namespace Marketplace.Functions.Tests.Submissions;

/// <summary>From a draft to a searchable entry, and through a revision.</summary>
[Collection(SharesWorkshop.Name)]
public sealed class PipelineTests(WorkshopApp workshop)
{
    private readonly string _word = WorkshopApp.NewWord();

    private TestApp App => workshop.App;

    [Fact]
    public async Task A_product_that_a_reviewer_publishes_is_found_by_anybody()
    {
        var draft = await Drafted.OpenAsync(App, Actor.Member, Contents.Product().With("name", $"{_word}协同平台"), "product");
        await draft.GivenInReviewAsync();
        await draft.GivenDecidedAsync(Actor.Reviewer, "publish");
        await App.Indexed();

        var found = (await App.As(Actor.Anonymous).GetAsync($"/api/listings?q={_word}")).Expect(200);
        Assert.Equal([draft.ListingId], found.Ids);
        var followed = await draft.ReadAsync();
        Assert.Equal("published", followed["state"].GetString());
        Assert.Equal(
            ["draft", "submitted", "checking", "inReview", "inReview", "published"],
            followed["history"].EnumerateArray().Select(step => step.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_revision_replaces_what_is_published_only_when_it_is_published()
    {
        var draft = await Drafted.OpenAsync(App, Actor.Member, Contents.Product().With("name", $"{_word}旧名"), "product");
        await (await draft.GivenInReviewAsync()).GivenDecidedAsync(Actor.Reviewer, "publish");
        await App.Indexed();

        var revision = await Drafted.OpenAsync(App, Actor.Admin, Contents.Product().With("name", $"{_word}新名"), "product", draft.ListingId);
        Assert.Equal($"{draft.ListingId}-2", revision.Id);
        await revision.GivenInReviewAsync();
        var review = (await revision.ReviewAsync(Actor.Reviewer)).Expect(200);
        Assert.Contains(review["changes"].EnumerateArray(), change => change.GetProperty("field").GetString() == "name" && change.GetProperty("before").GetString() == $"{_word}旧名");
        Assert.Equal($"{_word}旧名", (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}"))["name"].GetString());

        await revision.GivenDecidedAsync(Actor.Reviewer, "publish");
        await App.Indexed();
        var now = await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}");
        Assert.Equal(($"{_word}新名", 2), (now["name"].GetString(), now["version"].GetInt32()));
        Assert.Equal(2, (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}/versions"))["items"].GetArrayLength());
    }
}
