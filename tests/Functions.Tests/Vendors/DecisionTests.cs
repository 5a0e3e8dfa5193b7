using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Vendors.State;

namespace Marketplace.Functions.Tests.Vendors;

[Collection(SharesWorkshop.Name)]
public sealed class DecisionTests(WorkshopApp workshop)
{
    private TestApp App => workshop.App;

    [Fact]
    public async Task A_decision_about_another_version_is_refused()
    {
        var code = await App.GivenVendorAsync(VendorStage.AwaitingVerification);
        var seen = await App.AccountAsync(code);
        (await App.As(VendorSteps.AdminOf(code)).PutVendorAsync(VendorSteps.Profile("换了名称"), ("If-Match", seen.Header("ETag")!))).Expect(200);

        var stale = (await App.DecideAsync(Actor.Reviewer, code, "accept", version: 2)).ExpectProblem(412, "stale");
        Assert.Equal((await App.AccountAsync(code)).Header("ETag"), stale.Header("ETag"));
        Assert.Equal("verified", (await App.DecideAsync(Actor.Reviewer, code, "accept", version: 3)).Expect(200).Json.Text("state"));
    }

    [Fact]
    public async Task Of_two_reviewers_at_once_one_decides()
    {
        var code = await App.GivenVendorAsync(VendorStage.AwaitingVerification);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => App.DecideAsync(Actor.Reviewer, code, i % 2 == 0 ? "accept" : "refuse", version: 2)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal((412, "stale"), (answer.Status, answer.Code)));
        Assert.Equal(3, await App.VersionAsync(code));
    }

    [Fact]
    public async Task Nobody_decides_about_their_own_company()
    {
        var code = await App.GivenVendorAsync(VendorStage.AwaitingVerification);
        var own = Actor.Reviewer with { CreditCode = code };
        (await App.DecideAsync(own, code, "accept", version: 2)).ExpectProblem(403, "ownCompany");
        (await App.MoveVendorAsync(own, code, "suspend", version: 2)).ExpectProblem(403, "ownCompany");
        Assert.Equal(2, await App.VersionAsync(code));
    }

    [Fact]
    public async Task A_refusal_tells_the_vendor_why()
    {
        var code = await App.GivenVendorAsync(VendorStage.AwaitingVerification);
        (await App.DecideAsync(Actor.Reviewer, code, "refuse", version: 2, reason: "执照已过期")).Expect(200);
        var verification = (await App.AccountAsync(code))["verification"];
        Assert.Equal(("refused", "执照已过期"), (verification.Text("state"), verification.Text("reason")));
    }

    [Theory]
    [InlineData("""{"decision":"refuse","version":2}""", "reason:required")]
    [InlineData("""{"decision":"refuse","reason":"好","version":2}""", "reason:tooShort")]
    [InlineData("""{"reason":"已核对","version":2}""", "decision:required")]
    [InlineData("""{"decision":"accept"}""", "version:required")]
    [InlineData("""{"decision":"maybe","version":2}""", "decision:unknownCode")]
    [InlineData("""{"decision":"accept","version":"2"}""", "version:invalidFormat")]
    public async Task An_incomplete_decision_is_refused_field_by_field(string body, string error)
    {
        var code = await App.GivenVendorAsync(VendorStage.AwaitingVerification);
        (await App.As(Actor.Reviewer).PostAsync($"/api/vendors/{code}/verification/decision", JsonNode.Parse(body))).ExpectProblem(400, "invalid", error);
    }

    [Theory]
    [InlineData("91440100EXAMPLE110")]
    [InlineData("91440100EXAMPLE11O")]
    [InlineData("nonsense")]
    [InlineData("%2e%2e")]
    [InlineData("me")]
    public async Task What_is_no_code_is_not_found(string id) =>
        (await App.MoveVendorAsync(Actor.Reviewer, Uri.UnescapeDataString(id), "suspend", version: 1)).ExpectProblem(404, "notFound");
}
