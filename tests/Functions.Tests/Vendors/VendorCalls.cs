using System.Text.Json.Nodes;

namespace Marketplace.Functions.Tests.Vendors;

/// <summary>Calls about vendors as the permission matrix makes them: with whatever caller there is.</summary>
internal static class VendorCalls
{
    /// <summary>Both companies of the actors have signed up.</summary>
    public static async Task<string> BothCompaniesAsync(TestApp app)
    {
        foreach (var code in new[] { Actor.SampleVendor, Actor.OtherVendor })
            Assert.True((await app.As(VendorSteps.AdminOf(code)).PutVendorAsync(VendorSteps.Profile())).Status is 201 or 428);
        return "";
    }

    /// <summary>A company with a product.</summary>
    public static async Task<string> InPoolAsync(TestApp app)
    {
        if ((await app.As(Actor.Anonymous).GetAsync($"/api/vendors/{Actor.SampleVendor}")).Status == 200 && (await app.As(Actor.Admin).GetAsync("/api/vendors/me")).Status == 200) return Actor.SampleVendor;
        await BothCompaniesAsync(app);
        await app.Given(Entry.Product("in-pool").With("vendor", Actor.SampleVendor));
        await app.Projected();
        return Actor.SampleVendor;
    }

    /// <summary>Saves whatever stands there as it is.</summary>
    public static Task<Reply> PutAsync(Session caller, string id) => caller.PutVendorAsync(VendorSteps.Profile(), ("If-Match", "*"));

    public static Task<Reply> DecideAsync(Session caller, string code) =>
        caller.PostAsync($"/api/vendors/{code}/verification/decision", new JsonObject { ["decision"] = "accept", ["version"] = 2 });

    public static Task<Reply> MoveAsync(Session caller, string code, string move, long version) =>
        caller.PostAsync($"/api/vendors/{code}/{move}", new JsonObject { ["reason"] = "核对资质", ["version"] = version });
}
