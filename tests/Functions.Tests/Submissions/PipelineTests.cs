using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

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
        Assert.Contains(review["changes"].EnumerateArray(), change => change.GetProperty("field").GetString() == "name"
            && change.GetProperty("before").GetString() == $"{_word}旧名");
        Assert.Equal($"{_word}旧名", (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}"))["name"].GetString());

        await revision.GivenDecidedAsync(Actor.Reviewer, "publish");
        await App.Indexed();
        var now = await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}");
        Assert.Equal(($"{_word}新名", 2), (now["name"].GetString(), now["version"].GetInt32()));
        Assert.Equal(2, (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}/versions"))["items"].GetArrayLength());
    }

    [Fact]
    public async Task A_file_goes_with_its_entry_and_is_downloaded_by_whoever_sees_that()
    {
        var draft = await Drafted.OpenAsync(App, Actor.Member, Contents.Product().With("name", $"{_word}附件"), "product");
        var file = await draft.GivenFileAsync(Pdf);
        await draft.GivenInReviewAsync();
        Assert.Equal("clean", (await draft.ReadAsync())["attachments"][0].GetProperty("state").GetString());
        (await App.As(Actor.Reviewer).GetAsync($"/api/reviews/{draft.Id}/attachments/{file}")).Expect(200);
        (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}/attachments/{file}")).ExpectProblem(404, "notFound");

        await draft.GivenDecidedAsync(Actor.Reviewer, "publish");
        var link = (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}/attachments/{file}")).Expect(200);
        using var client = new HttpClient();
        using var download = await client.GetAsync(new Uri(link["url"].GetString()!), TestContext.Current.CancellationToken);
        Assert.Equal(Pdf, await download.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("attachment", download.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revision_keeps_the_files_of_the_published_version_unless_it_lets_go_of_them()
    {
        var draft = await Drafted.OpenAsync(App, Actor.Member, Contents.Product().With("name", $"{_word}沿用"), "product");
        var file = await draft.GivenFileAsync(Pdf);
        await (await draft.GivenInReviewAsync()).GivenDecidedAsync(Actor.Reviewer, "publish");

        var keeping = await Drafted.OpenAsync(App, Actor.Member, Contents.Product().With("name", $"{_word}沿用二"), "product", draft.ListingId);
        Assert.Equal(file, (await keeping.ReadAsync())["attachments"][0].GetProperty("id").GetString());
        await (await keeping.GivenInReviewAsync()).GivenDecidedAsync(Actor.Reviewer, "publish");
        (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}/attachments/{file}")).Expect(200);

        var letting = await Drafted.OpenAsync(App, Actor.Member, Contents.Product().With("name", $"{_word}沿用三"), "product", draft.ListingId);
        (await App.As(Actor.Member).SendAsync("DELETE", $"/api/submissions/{letting.Id}/attachments/{file}", null)).Expect(204);
        (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}/attachments/{file}")).Expect(200);
        await (await letting.GivenInReviewAsync()).GivenDecidedAsync(Actor.Reviewer, "publish");
        (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{draft.ListingId}/attachments/{file}")).ExpectProblem(404, "notFound");
    }

    private static byte[] Pdf { get; } = System.Text.Encoding.ASCII.GetBytes(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
}
