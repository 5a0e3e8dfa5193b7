using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>What clients get wrong in contents: refused with its path when it cannot be understood, told as an issue when it can.</summary>
[Collection(SharesSubmissions.Name)]
public sealed class BadContentTests(SubmissionApp submissions)
{
    private TestApp App => submissions.App;

    [Theory]
    [InlineData("pricing.fee.amount", "\"1e3\"", "content.pricing.fee:invalidFormat")]
    [InlineData("pricing.fee.amount", "1000", "content.pricing.fee:invalidFormat")]
    [InlineData("pricing.fee.currency", "\"USD\"", "content.pricing.fee:invalidFormat")]
    [InlineData("colour", "1", "content.colour:unknownField")]
    [InlineData("pricing.colour", "1", "content.pricing.colour:unknownField")]
    [InlineData("name", "[\"平台\"]", "content.name:invalidFormat")]
    [InlineData("summary", "{}", "content.summary:invalidFormat")]
    [InlineData("themes", "\"governance.society\"", "content.themes:invalidFormat")]
    [InlineData("attachments", "[{\"attachmentId\":\"a\",\"fileName\":\"a.pdf\",\"contentType\":\"application/pdf\",\"length\":1,\"sha256\":\"00\"}]",
        "content.attachments:notAllowed")]
    [InlineData("vendor", "\"91440100EXAMPLEI19\"", "content.vendor:lookAlike")]
    [InlineData("vendor", "\"91449900EXAMPLE97W\"", "content.vendor:notAllowed")]
    public async Task Content_that_cannot_be_taken_is_refused_and_leaves_the_draft_as_it_is(string path, string json, string error)
    {
        var draft = await App.GivenDraftAsync();
        var bad = Contents.Product().WithJson(path, json);
        var refused = (await draft.SaveAsync(bad)).ExpectProblem(400, "invalid", error);
        Assert.NotEqual("", refused["errors"][0].Text("message"));
        (await Drafted.OpenReplyAsync(App, Actor.Member, bad, "product")).ExpectProblem(400, "invalid", error);
        Assert.Equal(draft.Tag, (await draft.ReadAsync()).Header("ETag"));
    }

    [Theory]
    [InlineData("pricing.discount", "\"0.30000000001\"", "content.pricing.discount:invalidFormat")]
    [InlineData("pricing.discount", "0.3", "content.pricing.discount:invalidFormat")]
    public async Task A_discount_has_two_digits(string path, string json, string error) =>
        (await Drafted.OpenReplyAsync(App, Actor.Member, Contents.Product().WithPricing("lowDiscount").WithJson(path, json), "product"))
            .ExpectProblem(400, "invalid", error);

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("5")]
    public async Task Content_that_is_no_object_is_refused_not_taken_for_empty(string json)
    {
        var draft = await App.GivenDraftAsync();
        var body = $$"""{"kind":"product","content":{{json}}}""";
        (await App.As(Actor.Member).SendAsync("POST", "/api/submissions", Session.Content(body, "application/json")))
            .ExpectProblem(400, "invalid", "content:invalidFormat");
        var saved = Session.Content($$"""{"content":{{json}}}""", "application/json");
        (await App.As(Actor.Member).SendAsync("PUT", $"/api/submissions/{draft.Id}", saved, ("If-Match", draft.Tag)))
            .ExpectProblem(400, "invalid", "content:invalidFormat");
        Assert.Equal("办事指南管理软件", (await draft.ReadAsync())["content"].Text("name"));
    }

    [Theory]
    [InlineData("{}", "content:required")]
    [InlineData("""{"content":null}""", "content:required")]
    [InlineData("""{"content":{},"state":"published"}""", "state:unknownField")]
    public async Task A_save_names_the_whole_content_and_nothing_else(string body, string error)
    {
        var draft = await App.GivenDraftAsync();
        (await App.As(Actor.Member).SendAsync("PUT", $"/api/submissions/{draft.Id}", Session.Content(body, "application/json"), ("If-Match", draft.Tag)))
            .ExpectProblem(400, "invalid", error);
    }

    [Fact]
    public async Task A_case_belongs_to_the_department_of_its_author()
    {
        (await Drafted.OpenReplyAsync(App, Actor.GovUser, Contents.Case().With("department", "gd-education"), "case"))
            .ExpectProblem(400, "invalid", "content.department:notAllowed");
        (await Drafted.OpenReplyAsync(App, Actor.GovUser.In("4403"), Contents.Case(), "case")).ExpectProblem(400, "invalid", "content.region:notAllowed");
    }

    [Fact]
    public async Task Issues_are_told_in_the_language_of_the_request()
    {
        var draft = await Drafted.OpenAsync(App, Actor.Member, new JsonObject(), "product");
        var messages = new List<string>();
        foreach (var language in new[] { "zh-CN", "en" })
        {
            messages.Add((await App.As(Actor.Member).GetAsync($"/api/submissions/{draft.Id}", ("Accept-Language", language)))["issues"][0].Text("message"));
        }

        Assert.Contains(messages[0], character => character > 0x4E00);
        Assert.DoesNotContain(messages[1], character => character > 0x4E00);
    }

    [Fact]
    public async Task A_body_of_more_than_256_kib_is_refused()
    {
        var draft = await App.GivenDraftAsync();
        (await draft.SaveAsync(Contents.Product().With("description", new string('x', 300 * 1024)))).ExpectProblem(413, "tooLarge");
    }

    [Fact]
    public async Task The_longest_content_is_kept_whole()
    {
        var description = string.Concat(Enumerable.Range(0, 20_000).Select(i => (char)(0x4E00 + (i * 7919 % 20_000))));
        var draft = await Drafted.OpenAsync(App, Actor.Member, Contents.Product().With("description", description), "product");
        Assert.Equal(description, (await draft.ReadAsync())["content"].Text("description"));
        await draft.GivenInReviewAsync();
    }
}
