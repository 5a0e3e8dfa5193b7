using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Vendors;

[Collection(SharesWorkshop.Name)]
public sealed class ProfileTests(WorkshopApp workshop)
{
    private readonly string _code = VendorSteps.NewCode();

    private TestApp App => workshop.App;

    private Session Admin => App.As(VendorSteps.AdminOf(_code));

    [Fact]
    public async Task A_company_signs_up_and_reads_all_it_said()
    {
        var created = await App.GivenVendorAsync(_code);
        Assert.Equal("/api/vendors/me", created.Header("Location"));

        var account = (await App.As(Actor.Member with { CreditCode = _code }).GetAsync("/api/vendors/me")).Expect(200);
        Assert.Equal(created.Header("ETag"), account.Header("ETag"));
        Assert.Equal((_code, "registered", 1), (account.Json.Text("id"), account.Json.Text("state"), account["version"].GetInt32()));
        Assert.Empty(account["missing"].EnumerateArray());
        Assert.All(VendorSteps.Profile(), sent => Assert.True(JsonNode.DeepEquals(sent.Value, JsonNode.Parse(account[sent.Key].GetRawText())), sent.Key));
    }

    [Fact]
    public async Task A_profile_says_which_of_its_parts_are_missing()
    {
        var bare =
            new JsonObject { ["name"] = "甲乙科技", ["sizeClass"] = "micro", ["region"] = "44", ["introduction"] = " ", ["qualifications"] = new JsonArray() };
        var account = await App.GivenVendorAsync(_code, bare);
        Assert.Equal(["qualifications", "introduction", "contacts"], account["missing"].EnumerateArray().Select(field => field.GetString()));
        Assert.False(account.Json.TryGetProperty("introduction", out _));
    }

    [Fact]
    public async Task Many_who_sign_up_at_once_are_one_vendor()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Admin.PutVendorAsync(VendorSteps.Profile($"第{i}个名称"))));
        var created = Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer =>
            Assert.True(answer is { Status: 412, Code: "stale" } or { Status: 428, Code: "preconditionRequired" }, answer.Text));
        Assert.Equal(created.Json.Text("name"), (await App.AccountAsync(_code)).Json.Text("name"));
        Assert.Equal(1, await App.VersionAsync(_code));
    }

    [Fact]
    public async Task One_company_is_one_vendor_whatever_the_spelling_of_its_code()
    {
        await App.GivenVendorAsync(_code);
        string[] spellings = [_code.ToLowerInvariant(), string.Concat(_code.Select(c => (char)(c + 0xFEE0))), $"{_code[..2]}-{_code[2..8]}-{_code[8..]}",
            $" {_code[..8]} {_code[8..]} "];
        foreach (var spelling in spellings)
        {
            Assert.Equal(_code, (await App.AccountAsync(spelling)).Json.Text("id"));
            (await App.MoveVendorAsync(Actor.Reviewer, spelling, "suspend", version: 99)).ExpectProblem(412, "stale");
        }
    }

    [Fact]
    public async Task An_edit_names_the_version_it_means()
    {
        (await Admin.PutVendorAsync(VendorSteps.Profile(), ("If-Match", "\"1\""))).ExpectProblem(412, "stale");
        var first = (await Admin.PutVendorAsync(VendorSteps.Profile(), ("If-None-Match", "*"))).Expect(201).Header("ETag")!;

        (await Admin.PutVendorAsync(VendorSteps.Profile("另一名称"))).ExpectProblem(428, "preconditionRequired");
        var taken = (await Admin.PutVendorAsync(VendorSteps.Profile("另一名称"), ("If-None-Match", "*"))).ExpectProblem(412, "stale");
        Assert.Equal(first, taken.Header("ETag"));
        (await Admin.PutVendorAsync(VendorSteps.Profile(), ("If-None-Match", first))).ExpectProblem(400, "invalid", "If-None-Match:invalidFormat");
        (await Admin.PutVendorAsync(VendorSteps.Profile(), ("If-Match", "1"))).ExpectProblem(400, "invalid", "If-Match:invalidFormat");

        var second = (await Admin.PutVendorAsync(VendorSteps.Profile("另一名称"), ("If-Match", first))).Expect(200).Header("ETag");
        Assert.NotEqual(first, second);
        (await Admin.PutVendorAsync(VendorSteps.Profile("第三名称"), ("If-Match", first))).ExpectProblem(412, "stale");
    }

    [Fact]
    public async Task Saving_the_same_again_makes_no_version()
    {
        var tag = (await App.GivenVendorAsync(_code)).Header("ETag")!;
        Assert.Equal(tag, (await Admin.PutVendorAsync(VendorSteps.Profile($" {VendorSteps.Name} "), ("If-Match", tag))).Expect(200).Header("ETag"));
    }

    [Fact]
    public async Task The_longest_profile_of_the_rarest_characters_is_kept()
    {
        static string Rare(int length) => string.Concat(Enumerable.Range(0, length).Select(i => char.ConvertFromUtf32(0x20000 + (i * 7919 % 40_000))));
        var profile = VendorSteps.Profile(Rare(80)).With("introduction", Rare(5_000))
            .With("qualifications", new JsonArray(
                [.. Enumerable.Range(0, 30).Select(_ => (JsonNode)new JsonObject { ["name"] = Rare(80), ["number"] = Rare(60), ["issuedBy"] = Rare(80) })]));
        await App.GivenVendorAsync(_code, profile);
        Assert.Equal(Rare(5_000), (await App.AccountAsync(_code)).Json.Text("introduction"));
    }

    [Fact]
    public async Task Contacts_are_no_part_of_the_chained_audit_text()
    {
        await App.GivenVendorAsync(_code);
        await App.Projected();
        var trail = await App.As(Actor.Operator).GetAsync($"/api/operations/audit?object=vendors/{_code}");
        Assert.Equal(1, trail.Expect(200).Total);
        Assert.DoesNotContain("张三丰", trail.Text, StringComparison.Ordinal);
        Assert.Contains("contacts[0].name", trail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Products_and_filters_take_any_spelling_of_a_code_and_keep_one()
    {
        var ids = await App.Given(Entry.Product($"spelling-{_code}").With("vendor", $"{_code[..8].ToLowerInvariant()} {_code[8..].ToLowerInvariant()}"));
        Assert.Equal(_code, (await App.As(Actor.Anonymous).GetAsync($"/api/listings/{ids[0]}")).Expect(200)["product"].Text("vendor"));
        Assert.Equal(ids, (await App.As(Actor.Anonymous).GetAsync($"/api/listings?vendor={_code.ToLowerInvariant()}")).Expect(200).Ids);
    }

    [Fact]
    public async Task A_look_alike_letter_is_named_in_both_languages()
    {
        var line = Entry.Product("look-alike").With("vendor", "9144O100EXAMPLE119");
        var report = await App.As(Actor.Operator).ImportAsync([line]);
        Assert.Contains("第 5 位的“O”", report["lines"][0].GetProperty("errors")[0].Text("message"), StringComparison.Ordinal);
        var content = Session.Content(line.ToJsonString(), "application/x-ndjson");
        var english = (await App.As(Actor.Operator).SendAsync("POST", "/api/listings/import", content, ("Accept-Language", "en"))).Expect(200);
        Assert.Contains("“0” may be meant", english["lines"][0].GetProperty("errors")[0].Text("message"), StringComparison.Ordinal);
    }
}
