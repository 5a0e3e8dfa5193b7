using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Vendors.State;

namespace Marketplace.Functions.Tests.Vendors;

[Collection(SharesWorkshop.Name)]
public sealed class VendorNoticesTests(WorkshopApp workshop)
{
    private const string List = "/api/me/notifications";

    private TestApp App => workshop.App;

    [Fact]
    public async Task A_company_s_staff_hear_of_every_decision_once()
    {
        var code = await App.GivenVendorAsync(VendorStage.AwaitingVerification);
        (await App.DecideAsync(Actor.Reviewer, code, "refuse", version: 2, reason: "执照已过期")).Expect(200);
        await App.RequestedAsync(code);
        (await App.DecideAsync(Actor.Reviewer, code, "accept", version: 4)).Expect(200);
        await App.Projected();
        (await App.MoveVendorAsync(Actor.Reviewer, code, "suspend", version: 5, reason: "资质过期")).Expect(200);
        (await App.MoveVendorAsync(Actor.Reviewer, code, "resume", version: 6)).Expect(200);
        await App.Projected();

        foreach (var reader in new[] { Actor.Member with { CreditCode = code }, VendorSteps.AdminOf(code) })
        {
            var items = (await App.As(reader).GetAsync(List)).Expect(200)["items"].EnumerateArray()
                .OrderBy(item => item.GetProperty("at").GetDateTimeOffset()).ToList();
            Assert.Equal(["vendor.verificationRefused", "vendor.verified", "vendor.suspended", "vendor.resumed"], items.Select(item => item.Text("code")));
            Assert.All(items, item => Assert.Equal(("company", code), (item.Text("to"), item.Text("vendor"))));
            Assert.Equal(("执照已过期", "资质过期"), (items[0].Text("reason"), items[2].Text("reason")));
            Assert.Equal(["verified", "suspended", "verified"], items.Skip(1).Select(item => item.Text("state")));
            Assert.Equal($"服务商“{VendorSteps.Name}”已通过资质核验", items[1].Text("message"));
        }
    }

    [Fact]
    public async Task Nobody_else_hears_of_it()
    {
        var code = await App.GivenVendorAsync(VendorStage.Suspended);
        await App.Projected();
        Assert.Single((await App.As(VendorSteps.AdminOf(code)).GetAsync(List)).Expect(200).Ids);
        foreach (var stranger in new[] { VendorSteps.AdminOf(VendorSteps.NewCode()), Actor.Expert with { CreditCode = code }, Actor.Reviewer })
        {
            Assert.DoesNotContain(code, (await App.As(stranger).GetAsync(List)).Expect(200).Text, StringComparison.Ordinal);
        }
    }
}
