using System.Text.Json;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Vendors.State;

namespace Marketplace.Functions.Tests.Vendors;

/// <summary>From a company's licence to the reviewer who looks at it.</summary>
[Collection(SharesWorkshop.Name)]
public sealed class LicenceTests(WorkshopApp workshop)
{
    private readonly string _code = VendorSteps.NewCode();

    private TestApp App => workshop.App;

    private Session Admin => App.As(VendorSteps.AdminOf(_code));

    [Fact]
    public async Task A_licence_is_handed_in_looked_at_and_accepted()
    {
        await App.GivenVendorAsync(_code);
        var id = await App.GivenLicenceAsync(_code);
        var requested = (await Admin.RequestVerificationAsync(id)).Expect(202);
        Assert.Equal("/api/vendors/me", requested.Header("Location"));
        Assert.Equal(("registered", "requested", id, "营业执照.pdf"), (requested.Json.Text("state"), requested["verification"]
            .Text("state"), requested["verification"].Text("attachmentId"), requested["verification"].Text("fileName")));

        await App.Checked();
        var seen = (await App.As(Actor.Reviewer).GetAsync($"/api/vendors/{_code}/licence")).Expect(200);
        Assert.Equal((VendorSteps.Name, "营业执照.pdf"), (seen.Json.Text("name"), seen["link"].Text("fileName")));
        Assert.Equal(LicenceSteps.Pdf, await seen["link"].DownloadAsync());
        Assert.Equal("verified", (await App.DecideAsync(Actor.Reviewer, _code, "accept", seen["version"].GetInt64())).Expect(200).Json.Text("state"));
    }

    [Fact]
    public async Task Nothing_is_accepted_before_the_scan_has_ended()
    {
        await App.GivenVendorAsync(_code);
        (await Admin.RequestVerificationAsync(await App.GivenLicenceAsync(_code))).Expect(202);
        (await App.As(Actor.Reviewer).GetAsync($"/api/vendors/{_code}/licence")).ExpectProblem(409, "attachmentNotClean");
        (await App.DecideAsync(Actor.Reviewer, _code, "accept", version: 2)).ExpectProblem(409, "licenceNotClean");
        Assert.Equal(2, await App.VersionAsync(_code));
        await App.Checked();
        (await App.DecideAsync(Actor.Reviewer, _code, "accept", version: 2)).Expect(200);
    }

    [Fact]
    public async Task What_has_not_passed_its_scan_can_be_refused()
    {
        await App.GivenVendorAsync(_code);
        (await Admin.RequestVerificationAsync(await App.GivenLicenceAsync(_code))).Expect(202);
        (await App.DecideAsync(Actor.Reviewer, _code, "refuse", version: 2, reason: "请重新上传")).Expect(200);
    }

    [Fact]
    public async Task An_upload_that_is_not_complete_is_no_licence()
    {
        await App.GivenVendorAsync(_code);
        var id = await Admin.UploadLicenceAsync(LicenceSteps.Pdf);
        (await Admin.RequestVerificationAsync(id)).ExpectProblem(409, "licenceNotUsable");
        Assert.Equal(1, await App.VersionAsync(_code));
        (await Admin.CompleteLicenceAsync(id)).Expect(200);
        (await Admin.RequestVerificationAsync(id)).Expect(202);
    }

    [Fact]
    public async Task Malware_is_no_licence_and_says_why()
    {
        await App.GivenVendorAsync(_code);
        var id = await App.GivenLicenceAsync(_code, LicenceSteps.Malware);
        (await Admin.RequestVerificationAsync(id)).ExpectProblem(409, "licenceNotUsable");
        var item = Assert.Single((await Admin.GetAsync("/api/vendors/me/licence")).Expect(200)["items"].EnumerateArray());
        Assert.Equal("refused", item.Text("state"));
        Assert.Contains("fileMalware", item.GetProperty("findings").EnumerateArray().Select(finding => finding.Text("code")));
    }

    [Fact]
    public async Task Asking_again_with_the_same_licence_changes_nothing()
    {
        await App.GivenVendorAsync(_code);
        var id = await App.GivenLicenceAsync(_code);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Admin.RequestVerificationAsync(id)));
        Assert.All(answers, answer => Assert.True(answer is { Status: 202 } or { Status: 412, Code: "stale" }, answer.Text));
        (await Admin.RequestVerificationAsync(id)).Expect(202);
        Assert.Equal(2, await App.VersionAsync(_code));
    }

    [Fact]
    public async Task A_refused_licence_can_be_handed_in_once_more()
    {
        _ = await App.GivenVendorAsync(_code);
        await App.RequestedAsync(_code);
        var first = (await App.AccountAsync(_code))["verification"].Text("attachmentId");
        (await App.DecideAsync(Actor.Reviewer, _code, "refuse", version: 2)).Expect(200);
        Assert.Equal("requested", (await Admin.RequestVerificationAsync(first)).Expect(202)["verification"].Text("state"));
    }

    [Fact]
    public async Task A_licence_is_shown_to_reviewers_of_its_region_and_its_own_administrators()
    {
        await App.GivenVendorAsync(_code);
        (await App.As(Actor.Reviewer).GetAsync($"/api/vendors/{_code}/licence")).ExpectProblem(404, "notFound");
        await App.RequestedAsync(_code);
        foreach (var stranger in new[] { Actor.Reviewer.In("4403"), VendorSteps.AdminOf(VendorSteps.NewCode()) })
        {
            (await App.As(stranger).GetAsync($"/api/vendors/{_code}/licence")).ExpectProblem(404, "notFound");
        }

        (await App.As(Actor.Member with { CreditCode = _code }).GetAsync($"/api/vendors/{_code}/licence")).ExpectProblem(403, "forbidden");
        foreach (var one in new[] { Actor.Reviewer, Actor.Reviewer.In("4401"), VendorSteps.AdminOf(_code) })
        {
            Assert.Equal(LicenceSteps.Pdf, await (await App.As(one).GetAsync($"/api/vendors/{_code}/licence")).Expect(200)["link"].DownloadAsync());
        }
    }

    [Fact]
    public async Task Another_company_s_licence_cannot_be_used()
    {
        var other = await App.GivenVendorAsync(VendorStage.Registered);
        var id = await App.GivenLicenceAsync(other);
        await App.GivenVendorAsync(_code);
        (await Admin.RequestVerificationAsync(id)).ExpectProblem(400, "invalid", "attachmentId:unknownCode");
        (await Admin.CompleteLicenceAsync(id)).ExpectProblem(404, "notFound");
        Assert.Empty((await Admin.GetAsync("/api/vendors/me/licence")).Expect(200)["items"].EnumerateArray());
    }

    [Theory]
    [InlineData(null, "attachmentId:required")]
    [InlineData("", "attachmentId:required")]
    [InlineData("../营业执照", "attachmentId:unknownCode")]
    public async Task A_request_names_a_licence(string? id, string error)
    {
        await App.GivenVendorAsync(_code);
        (await Admin.RequestVerificationAsync(id)).ExpectProblem(400, "invalid", error);
    }

    [Fact]
    public async Task Who_has_not_signed_up_hands_in_nothing()
    {
        (await Admin.AnnounceLicenceAsync(LicenceSteps.Pdf)).ExpectProblem(404, "notFound");
        (await Admin.RequestVerificationAsync("x")).ExpectProblem(404, "notFound");
    }

    [Fact]
    public async Task An_announcement_that_is_repeated_under_its_key_is_one_licence()
    {
        await App.GivenVendorAsync(_code);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Admin.AnnounceLicenceAsync(LicenceSteps.Pdf, ("Idempotency-Key", "licence"))));
        Assert.Single(answers.Select(answer => answer.Expect(201).Json.Text("attachmentId")).Distinct());
        (await Admin.AnnounceLicenceAsync([.. LicenceSteps.Pdf, 10], ("Idempotency-Key", "licence"))).ExpectProblem(409, "idempotencyKeyReused");
    }
}
