using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Submissions;

/// <summary>Handing in, taking back, and what comes twice or at the wrong time.</summary>
[Collection(SharesSubmissions.Name)]
public sealed class HandInTests(SubmissionApp submissions)
{
    private TestApp App => submissions.App;

    [Fact]
    public async Task Handing_in_the_same_version_again_finds_it_done_even_after_the_checks()
    {
        var draft = await App.GivenDraftAsync();
        var tag = draft.Tag;
        var first = (await draft.SubmitAsync(tag)).Expect(202);
        Assert.Equal($"/api/submissions/{draft.Id}", first.Header("Location"));
        foreach (var advance in new Func<Task>[] { () => Task.CompletedTask, () => App.StartChecksAsync(draft), App.Checked })
        {
            await advance();
            var again = (await draft.SubmitAsync(tag)).Expect(202);
            Assert.Equal(("true", 1), (again.Header("Idempotent-Replayed"), again["version"].GetInt32()));
        }

        Assert.Single((await draft.ReadAsync())["history"].EnumerateArray(), step => step.Text("action") == "submit");
    }

    [Fact]
    public async Task Handing_in_another_version_or_by_another_person_is_stale()
    {
        var draft = await App.GivenDraftAsync();
        (await draft.SubmitAsync("\"99\"")).ExpectProblem(412, "stale");
        var tag = draft.Tag;
        (await draft.SubmitAsync()).Expect(202);
        var stale = (await draft.SubmitAsync(tag, (await draft.AcceptedAsync()).With("acceptedBy", "王明"))).ExpectProblem(412, "stale");
        Assert.Equal(draft.Tag, stale.Header("ETag"));
    }

    [Theory]
    [InlineData("Submitted")]
    [InlineData("Checking")]
    [InlineData("InReview")]
    public async Task What_is_handed_in_cannot_be_written_on_or_handed_in(string state)
    {
        var draft = (await App.GivenAsync("product", Enum.Parse<LifecycleState>(state)))[0];
        await draft.RefreshAsync();
        (await draft.SaveAsync(Contents.Product())).ExpectProblem(409, "wrongState", "state:wrongState");
        (await draft.SubmitAsync()).ExpectProblem(409, "wrongState", "state:wrongState");
        (await draft.DiscardAsync()).ExpectProblem(409, "wrongState", "state:wrongState");
    }

    [Fact]
    public async Task What_is_taken_back_while_it_is_checked_is_not_changed_by_the_late_result()
    {
        var draft = (await App.GivenAsync("product", LifecycleState.Checking))[0];
        await draft.RefreshAsync();
        (await draft.RecallAsync()).Expect(200);
        await App.Checked();
        Assert.Equal("draft", await draft.StateAsync());

        (await draft.SubmitAsync()).Expect(202);
        await App.Checked();
        var read = await draft.ReadAsync();
        Assert.Equal(("inReview", 2), (read.Json.Text("state"), read["version"].GetInt32()));
        Assert.Equal(["submit", "startChecks", "recall", "submit", "startChecks", "passChecks"], read["history"].EnumerateArray().Skip(1)
            .Select(step => step.Text("action")));
    }

    [Theory]
    [InlineData("statementVersion", "0000-00", "statementVersion:statementOutdated")]
    [InlineData("statementSha256", "00", "statementSha256:statementOutdated")]
    [InlineData("statementVersion", null, "statementVersion:required")]
    [InlineData("statementSha256", null, "statementSha256:required")]
    [InlineData("acceptedBy", null, "acceptedBy:required")]
    [InlineData("acceptedBy", "林", "acceptedBy:tooShort")]
    public async Task Only_the_statement_in_force_is_accepted_and_by_a_named_person(string field, string? value, string error)
    {
        var draft = await App.GivenDraftAsync();
        (await draft.SubmitAsync(body: (await draft.AcceptedAsync()).With(field, value))).ExpectProblem(400, "invalid", error);
        Assert.Equal("draft", await draft.StateAsync());
    }

    [Fact]
    public async Task What_is_missing_is_told_in_the_draft_and_refused_in_the_same_words_when_handed_in()
    {
        var draft = await Drafted.OpenAsync(App, Actor.Member, new JsonObject { ["name"] = "协同平台" }, "product");
        var issues = (await draft.ReadAsync())["issues"].EnumerateArray().Select(issue => $"{issue.Text("field")}:{issue.Text("code")}").ToList();
        Assert.Contains("content.summary:required", issues);
        Assert.Contains("content.reuseModel:required", issues);
        (await draft.SubmitAsync()).ExpectProblem(400, "invalid", [.. issues]);
    }

    [Fact]
    public async Task A_change_names_the_version_it_means()
    {
        var draft = await App.GivenDraftAsync();
        foreach (var (method, path) in new[] { ("PUT", ""), ("DELETE", ""), ("POST", "/submit"), ("POST", "/withdraw") })
        {
            (await App.As(Actor.Member).SendAsync(method, $"/api/submissions/{draft.Id}{path}", method == "DELETE"
                ? null
                : Session.Content("{}", "application/json"))).ExpectProblem(428, "preconditionRequired");
        }

        var before = draft.Tag;
        (await draft.SaveAsync(Contents.Product().With("name", "新的名称"))).Expect(200);
        var stale = (await draft.SaveAsync(Contents.Product(), before)).ExpectProblem(412, "stale");
        Assert.Equal(draft.Tag, stale.Header("ETag"));
        (await draft.DiscardAsync(before)).ExpectProblem(412, "stale");
    }

    [Fact]
    public async Task Of_many_that_hand_in_at_once_all_learn_that_it_is_done_once()
    {
        var draft = await App.GivenDraftAsync();
        var (tag, body) = (draft.Tag, await draft.AcceptedAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(_ => App.As(Actor.Member).PostAsync($"/api/submissions/{draft.Id}/submit", body.DeepClone(), ("If-Match", tag))));
        Assert.All(answers, answer => Assert.True(answer.Status is 202 or 412, answer.Text));
        Assert.Single(answers, answer => answer.Status == 202 && answer.Header("Idempotent-Replayed") is null);
        Assert.Equal(1, (await draft.ReadAsync())["version"].GetInt32());
    }
}
