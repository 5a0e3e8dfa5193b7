using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Vendors;

/// <summary>Calls about vendors as the permission matrix makes them: with whatever caller there is.</summary>
internal static class VendorCalls
{
    /// <summary>Both companies of the actors have signed up.</summary>
    public static async Task<string> BothCompaniesAsync(TestApp app)
    {
        foreach (var code in new[] { Actor.SampleVendor, Actor.OtherVendor })
        {
            Assert.True((await app.As(VendorSteps.AdminOf(code)).PutVendorAsync(VendorSteps.Profile())).Status is 201 or 428);
        }

        return "";
    }

    /// <summary>A company with a product.</summary>
    public static async Task<string> InPoolAsync(TestApp app)
    {
        if ((await app.As(Actor.Anonymous).GetAsync($"/api/vendors/{Actor.SampleVendor}")).Status == 200
            && (await app.As(Actor.Admin).GetAsync("/api/vendors/me")).Status == 200)
        {
            return Actor.SampleVendor;
        }

        await BothCompaniesAsync(app);
        await app.Given(Entry.Product("in-pool").With("vendor", Actor.SampleVendor));
        await app.Projected();
        return Actor.SampleVendor;
    }

    /// <summary>Both companies have handed in a licence.</summary>
    public static async Task<string> BothLicencesAsync(TestApp app)
    {
        await BothCompaniesAsync(app);
        foreach (var code in new[] { Actor.SampleVendor, Actor.OtherVendor })
        {
            if (await LicenceOfAsync(app.As(VendorSteps.AdminOf(code))) is null)
            {
                await app.GivenLicenceAsync(code);
            }
        }

        return "";
    }

    /// <summary>The first company waits for verification, and its licence has passed its checks.</summary>
    public static async Task<string> AwaitingAsync(TestApp app)
    {
        if ((await app.As(Actor.Reviewer).GetAsync($"/api/vendors/{Actor.SampleVendor}/licence")).Status == 200)
        {
            return Actor.SampleVendor;
        }

        await BothLicencesAsync(app);
        (await RequestAsync(app.As(Actor.Admin), "")).Expect(202);
        await app.Checked();
        return Actor.SampleVendor;
    }

    public static async Task<Reply> CompleteLicenceAsync(Session caller, string id) =>
        await caller.CompleteLicenceAsync(await LicenceOfAsync(caller) ?? "none");

    public static async Task<Reply> RequestAsync(Session caller, string id) => await caller.RequestVerificationAsync(await LicenceOfAsync(caller) ?? "none");

    /// <summary>Saves whatever stands there as it is.</summary>
    public static Task<Reply> PutAsync(Session caller, string id) => caller.PutVendorAsync(VendorSteps.Profile(), ("If-Match", "*"));

    public static Task<Reply> DecideAsync(Session caller, string code) =>
        caller.PostAsync($"/api/vendors/{code}/verification/decision", new JsonObject { ["decision"] = "accept", ["version"] = 2 });

    public static Task<Reply> MoveAsync(Session caller, string code, string move, long version) =>
        caller.PostAsync($"/api/vendors/{code}/{move}", new JsonObject { ["reason"] = "核对资质", ["version"] = version });

    /// <summary>The licence that the caller's company has handed in; null when there is none, or none of the caller's to see.</summary>
    private static async Task<string?> LicenceOfAsync(Session caller)
    {
        var answer = await caller.GetAsync("/api/vendors/me/licence");
        return answer.Status == 200
            ? answer["items"].EnumerateArray().Where(item => item.Text("state") is "scanning" or "clean").Select(item => item.Text("id")).FirstOrDefault()
            : null;
    }
}
