using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Submissions;

namespace Marketplace.Functions.Tests.Reviews;

/// <summary>Claims and decisions: whose, on which version, and by one only.</summary>
[Collection(SharesSubmissions.Name)]
public sealed class DecidingTests(SubmissionApp submissions)
{
    /// <summary>Another reviewer of the same region.</summary>
    private static readonly Actor Colleague = Actor.Reviewer with { Department = "gd-education" };

    private TestApp App => submissions.App;

    [Fact]
    public async Task Of_reviewers_who_claim_at_once_one_has_it()
    {
        var draft = await GivenAsync(LifecycleState.InReview);
        var answers = await Task.WhenAll(new[] { Actor.Reviewer, Colleague, Actor.Reviewer.In("4401") }.Select(draft.ClaimAsync));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer =>
            Assert.True((answer.Status, answer.Code) is (409, "claimedByOther") or (412, "stale"), answer.Text));
    }

    [Fact]
    public async Task Only_who_has_it_in_hand_decides_or_gives_it_back()
    {
        var draft = await GivenAsync(LifecycleState.InReview);
        (await draft.DecideAsync(Actor.Reviewer, "publish")).ExpectProblem(409, "notClaimed");
        (await draft.ReleaseAsync(Actor.Reviewer)).ExpectProblem(409, "notClaimed");
        var claimed = (await draft.ClaimAsync(Actor.Reviewer)).Expect(200);
        Assert.Equal(claimed.Header("ETag"), (await draft.ClaimAsync(Actor.Reviewer)).Expect(200).Header("ETag"));
        (await draft.ClaimAsync(Colleague)).ExpectProblem(409, "claimedByOther");
        (await draft.DecideAsync(Colleague, "reject")).ExpectProblem(409, "notClaimed");
        (await draft.ReleaseAsync(Colleague)).ExpectProblem(409, "notClaimed");
        Assert.False((await draft.ReviewAsync(Colleague))["claim"].GetProperty("mine").GetBoolean());

        (await draft.ReleaseAsync(Actor.Reviewer)).Expect(200);
        (await draft.ClaimAsync(Colleague)).Expect(200);
        (await draft.DecideAsync(Colleague, "publish")).Expect(200);
    }

    [Fact]
    public async Task Of_decisions_made_at_once_one_is_made()
    {
        var draft = await GivenAsync(LifecycleState.InReview);
        (await draft.ClaimAsync(Actor.Reviewer)).Expect(200);
        string[] decisions = ["publish", "reject", "publish", "requestChanges"];
        var answers = await Task.WhenAll(decisions.Select(decision => draft.DecideAsync(Actor.Reviewer, decision)));
        Assert.Single(decisions.Zip(answers).Where(pair => pair.Second.Status == 200).Select(pair => pair.First).Distinct());
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.True(answer.Status is 404 or 409 or 412, answer.Text));
        Assert.Single((await App.StoredAsync(draft)).History, step =>
            step.Action is LifecycleAction.Publish or LifecycleAction.Reject or LifecycleAction.RequestChanges);
    }

    [Theory]
    [InlineData("publish")]
    [InlineData("requestChanges")]
    [InlineData("reject")]
    public async Task A_decision_whose_answer_was_lost_is_found_made(string decision)
    {
        var draft = await GivenAsync(LifecycleState.InReview);
        (await draft.ClaimAsync(Actor.Reviewer)).Expect(200);
        var first = (await draft.DecideAsync(Actor.Reviewer, decision)).Expect(200);
        Assert.Equal(first.Header("ETag"), (await draft.DecideAsync(Actor.Reviewer, decision)).Expect(200).Header("ETag"));
        Assert.NotEqual(200, (await draft.DecideAsync(Colleague, decision)).Status);
        Assert.NotEqual(200, (await draft.DecideAsync(Actor.Reviewer, decision == "reject" ? "publish" : "reject")).Status);
    }

    [Fact]
    public async Task A_decision_on_a_version_that_no_longer_stands_is_stale()
    {
        var draft = await GivenAsync(LifecycleState.InReview);
        (await draft.ClaimAsync(Actor.Reviewer)).Expect(200);
        await draft.RefreshAsync();
        (await draft.RecallAsync()).Expect(200);
        (await draft.DecideAsync(Actor.Reviewer, "publish")).ExpectProblem(404, "notFound");
        (await draft.SubmitAsync()).Expect(202);
        var stale = (await draft.DecideAsync(Actor.Reviewer, "publish", version: 1)).ExpectProblem(412, "stale");
        Assert.Equal((await draft.ReadAsync()).Header("ETag"), stale.Header("ETag"));
        await App.CheckAsync(draft);
        (await draft.DecideAsync(Actor.Reviewer, "publish", version: 2)).ExpectProblem(409, "notClaimed");
    }

    [Theory]
    [InlineData("case")]
    [InlineData("product")]
    public async Task Nobody_decides_on_their_own_departments_or_companys_entry(string kind)
    {
        var own = kind == "case" ? Actor.Reviewer with { Department = Actor.ProvincialDepartment } : Actor.Reviewer with { CreditCode = Actor.SampleVendor };
        var draft = (await App.GivenAsync(kind, LifecycleState.InReview))[0];
        (await draft.ClaimAsync(own)).ExpectProblem(409, "ownSubmission");
        (await draft.DecideAsync(own, "publish")).ExpectProblem(409, "ownSubmission");
        (await draft.ReviewAsync(own)).Expect(200);
        (await draft.ClaimAsync(Colleague)).Expect(200);
    }

    [Fact]
    public async Task What_lies_outside_a_reviewers_region_does_not_exist()
    {
        var draft = await GivenAsync(LifecycleState.InReview);
        foreach (var reviewer in new[] { Actor.Reviewer.In("4403"), Actor.Reviewer.In("440103") })
        {
            (await draft.ReviewAsync(reviewer)).ExpectProblem(404, "notFound");
            (await draft.ClaimAsync(reviewer)).ExpectProblem(404, "notFound");
            (await draft.DecideAsync(reviewer, "publish")).ExpectProblem(404, "notFound");
        }

        (await draft.ReviewAsync(Actor.Reviewer.In("4401"))).Expect(200);
    }

    [Fact]
    public async Task A_review_never_shows_the_contact()
    {
        var contact = new JsonObject { ["name"] = "赵联系", ["phone"] = "020-83139999" };
        var published = await Drafted.OpenAsync(App, Actor.Member, Contents.Product().With("contact", contact), "product");
        await (await published.GivenInReviewAsync()).GivenDecidedAsync(Actor.Reviewer, "publish");
        var revision = await Drafted.OpenAsync(App, Actor.Member, Contents.Product()
            .With("contact", contact.With("phone", "020-83138888")), "product", published.ListingId);
        await revision.GivenInReviewAsync();
        var review = (await revision.ReviewAsync(Actor.Reviewer)).Expect(200);
        Assert.True(review["hasContact"].GetBoolean());
        Assert.DoesNotContain("赵联系", review.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("8313", review.Text, StringComparison.Ordinal);
        Assert.Contains("020-83138888", (await revision.ReadAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"version":1}""", "decision:required")]
    [InlineData("""{"decision":"publish"}""", "version:required")]
    [InlineData("""{"decision":"burn","version":1}""", "decision:unknownCode")]
    [InlineData("""{"decision":"reject","version":1}""", "reason:required")]
    [InlineData("""{"decision":"requestChanges","version":1,"reason":"好"}""", "reason:tooShort")]
    [InlineData("""{"decision":"publish","version":"1"}""", "version:invalidFormat")]
    [InlineData("""{"decision":"publish","version":1,"note":""}""", "note:unknownField")]
    public async Task A_decision_says_what_on_which_version_and_why_not(string body, string error)
    {
        var draft = await GivenAsync(LifecycleState.InReview);
        (await App.As(Actor.Reviewer).SendAsync("POST", $"/api/reviews/{draft.Id}/decision", Session.Content(body, "application/json")))
            .ExpectProblem(400, "invalid", error);
    }

    private async Task<Drafted> GivenAsync(LifecycleState state) => (await App.GivenAsync("product", state))[0];
}
