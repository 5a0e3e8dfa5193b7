using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Vendors.State;
using Marketplace.Identity;

namespace Marketplace.Functions.Tests.Vendors;

/// <summary>Companies that sign up, and what brings them to where a test begins.</summary>
internal static class VendorSteps
{
    public const string Name = "示例云岭政务软件（广州）有限公司";

    private static int _codes;

    /// <summary>A good code that no other test has.</summary>
    public static string NewCode()
    {
        var first16 = string.Create(CultureInfo.InvariantCulture, $"91440100TT{Interlocked.Increment(ref _codes):D6}");
        return "0123456789X".Select(check => first16 + check).Select(first17 => first17 + (CreditCode.TryCheckCharacter(first17, out var check) ? check : '?'))
            .Single(code => CreditCode.IsValid(code));
    }

    public static JsonObject Profile(string name = Name, string region = "4401") => new()
    {
        ["name"] = name,
        ["sizeClass"] = "small",
        ["region"] = region,
        ["qualifications"] =
            new JsonArray(new JsonObject { ["name"] = "信息系统建设和服务能力", ["number"] = "CS3-4401-000001", ["issuedBy"] = "示例协会", ["validUntil"] = "2028-12-31" }),
        ["introduction"] = "为市县两级提供办事指南软件。\n成立于 2015 年。",
        ["contacts"] = new JsonArray(new JsonObject { ["name"] = "张三丰", ["phone"] = "020-83130000", ["email"] = "zhang@example.com" }),
        ["website"] = "https://www.example.com",
    };

    public static Actor AdminOf(string code) => Actor.Admin with { CreditCode = code };

    public static Task<Reply> PutVendorAsync(this Session session, JsonObject profile, params (string Name, string Value)[] headers) =>
        session.SendAsync("PUT", "/api/vendors/me", Session.Content(profile.ToJsonString(), "application/json"), headers);

    /// <summary>Signs a company up.</summary>
    public static async Task<Reply> GivenVendorAsync(this TestApp app, string code, JsonObject? profile = null) =>
        (await app.As(AdminOf(code)).PutVendorAsync(profile ?? Profile())).Expect(201);

    /// <summary>A company of that stage, by the shortest way.</summary>
    public static async Task<string> GivenVendorAsync(this TestApp app, VendorStage stage, string region = "4401")
    {
        var code = NewCode();
        await app.GivenVendorAsync(code, Profile(region: region));
        if (stage is VendorStage.AwaitingVerification or VendorStage.Verified)
        {
            await app.RequestedAsync(code);
        }

        if (stage is VendorStage.Verified)
        {
            (await app.DecideAsync(Actor.Reviewer, code, "accept", version: 2)).Expect(200);
        }

        if (stage is VendorStage.Suspended)
        {
            (await app.MoveVendorAsync(Actor.Reviewer, code, "suspend", version: 1)).Expect(200);
        }

        return code;
    }

    /// <summary>A request for verification with a licence that has passed its checks.</summary>
    public static async Task RequestedAsync(this TestApp app, string code)
    {
        (await app.As(AdminOf(code)).RequestVerificationAsync(await app.GivenLicenceAsync(code))).Expect(202);
        await app.Checked();
    }

    public static Task<Reply> DecideAsync(this TestApp app, Actor reviewer, string code, string decision, long version, string? reason = "已核对") =>
        app.As(reviewer).PostAsync(
        $"/api/vendors/{Uri.EscapeDataString(code)}/verification/decision",
            new JsonObject { ["decision"] = decision, ["reason"] = reason, ["version"] = version });

    public static Task<Reply> MoveVendorAsync(this TestApp app, Actor reviewer, string code, string move, long version, string? reason = "核对资质") =>
        app.As(reviewer).PostAsync($"/api/vendors/{Uri.EscapeDataString(code)}/{move}", new JsonObject { ["reason"] = reason, ["version"] = version });

    public static async Task<long> VersionAsync(this TestApp app, string code) => (await app.AccountAsync(code))["version"].GetInt64();

    public static async Task<Reply> AccountAsync(this TestApp app, string code) => (await app.As(AdminOf(code)).GetAsync("/api/vendors/me")).Expect(200);
}
