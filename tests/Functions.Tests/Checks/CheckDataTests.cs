using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Checks;
using Marketplace.Functions.Tests.App;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Checks;

/// <summary>The data of checks as operators see and replace it.</summary>
public sealed class CheckDataTests
{
    [Fact]
    public async Task A_replacement_is_followed_within_a_minute_and_taken_back_again()
    {
        var time = FakeTimeProvider.Running();
        await using var app = await TestApp.StartAsync(new TestAppOptions { Adjust = services => services.AddSingleton<TimeProvider>(time) });
        var subject = new CheckSubject("listing", "listing-1", RuleBook.Content(Entry.Product().With("summary", "达到国家级水平，好极了。")), []);
        var operators = app.As(Actor.Operator);
        Assert.Equal(["国家级"], await TermsAsync(app, subject));

        (await operators.ReplaceCheckDataAsync("advertising-terms", CheckDataCalls.Small("好极了"))).Expect(200);
        Assert.Equal(["国家级"], await TermsAsync(app, subject));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["好极了"], await TermsAsync(app, subject));

        (await operators.SendAsync("DELETE", CheckDataCalls.PathOf("advertising-terms"), null, ("If-Match", "*"))).Expect(204);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(["国家级"], await TermsAsync(app, subject));
    }

    [Fact]
    public async Task A_set_is_read_replaced_and_restored_by_its_tag()
    {
        await using var app = await TestApp.StartAsync();
        var operators = app.As(Actor.Operator);
        var shipped = (await operators.GetAsync(CheckDataCalls.PathOf("sensitive-terms"))).Expect(200);
        var tag = shipped.Header("ETag")!;

        (await operators.ReplaceCheckDataAsync("sensitive-terms", CheckDataCalls.Small("甲乙"), ifMatch: null)).ExpectProblem(428, "preconditionRequired");
        var replaced = (await operators.ReplaceCheckDataAsync("sensitive-terms", CheckDataCalls.Small("甲乙"), tag)).Expect(200);
        Assert.Equal((false, 1, "test-1"), (replaced["isShipped"].GetBoolean(), replaced["entries"].GetInt32(), replaced.Json.Text("version")));
        (await operators.ReplaceCheckDataAsync("sensitive-terms", CheckDataCalls.Small("丙丁"), tag)).ExpectProblem(412, "stale");
        (await operators.SendAsync("DELETE", CheckDataCalls.PathOf("sensitive-terms"), null, ("If-Match", tag))).ExpectProblem(412, "stale");

        var list = (await operators.GetAsync("/api/operations/checks/data")).Expect(200)["items"].EnumerateArray().ToList();
        Assert.Equal(["advertising-terms True", "contact-patterns True", "sensitive-terms False"],
            list.Select(item => $"{item.Text("name")} {item.GetProperty("isShipped").GetBoolean()}"));
        Assert.All(list, item => Assert.Equal(64, item.Text("sha256").Length));

        (await operators.SendAsync("DELETE", CheckDataCalls.PathOf("sensitive-terms"), null, ("If-Match", replaced.Header("ETag")!))).Expect(204);
        Assert.Equal(tag, (await operators.GetAsync(CheckDataCalls.PathOf("sensitive-terms"))).Header("ETag"));
        (await operators.GetAsync(CheckDataCalls.PathOf("no-such-set"))).ExpectProblem(404, "notFound");
        (await operators.ReplaceCheckDataAsync("no-such-set", CheckDataCalls.Small("甲乙"))).ExpectProblem(404, "notFound");
        Assert.Empty(app.Errors);
    }

    [Theory]
    [InlineData("sensitive-terms", """{"source":"s","entries":[]}""", "version:required")]
    [InlineData("sensitive-terms", """{"version":"1","source":"s"}""", "entries:required")]
    [InlineData("sensitive-terms", """{"version":"1","source":"s","entries":[{"term":""}]}""", "entries[0].term:required")]
    [InlineData("sensitive-terms", """{"version":"1","source":"s","entries":[{"term":"甲"},{"term":"。，"}]}""", "entries[1].term:invalidFormat")]
    [InlineData("sensitive-terms", """{"version":"1","source":"s","entries":[{"term":"最佳"},{"term":"最 佳"}]}""", "entries[1].term:duplicate")]
    [InlineData("sensitive-terms", """{"version":"1","source":"s","entries":[null]}""", "entries[0]:required")]
    [InlineData("sensitive-terms", """{"version":"1","source":"s","entries":[{"term":"甲","exceptions":["",null]}]}""",
        "entries[0].exceptions[0]:required entries[0].exceptions[1]:required")]
    [InlineData("sensitive-terms", """{"version":"1","source":"s","entries":[],"variants":["國"]}""", "variants[0]:invalidFormat")]
    [InlineData("contact-patterns", """{"version":"1","source":"s","entries":[{"term":"微信"}]}""", "entries[0].kind:required")]
    [InlineData("contact-patterns", """{"version":"1","source":"s","entries":[{"term":"微信","kind":"weixin"}]}""", "entries[0].kind:unknownCode")]
    [InlineData("contact-patterns", """{"version":"1","source":"s","entries":[{"term":"(1+)+$","kind":"phone"}]}""", "entries[0].term:invalidFormat")]
    [InlineData("contact-patterns", """{"version":"1","source":"s","entries":[{"term":"1[9-3]#####","kind":"phone"}]}""", "entries[0].term:invalidFormat")]
    public void Data_that_cannot_be_used_is_refused_with_its_place(string name, string json, string expected) => Assert.Equal(
        expected, string.Join(' ', CheckDataRules.Check(name, CheckDataJson.Read(System.Text.Encoding.UTF8.GetBytes(json)))
            .Select(error => $"{error.Field}:{error.Code}")));

    [Fact]
    public void More_than_the_limits_is_refused()
    {
        var many = new CheckData("1", "s", [.. Enumerable.Range(0, CheckDataRules.MaxEntries + 1).Select(i => new CheckDataEntry($"甲{i}"))]);
        var @long = new CheckData("1", "s", [new CheckDataEntry(new string('甲', 41))]);
        Assert.Equal(["entries:tooLong"], CheckDataRules.Check("sensitive-terms", many).Select(error => $"{error.Field}:{error.Code}"));
        Assert.Equal(["entries[0].term:tooLong"], CheckDataRules.Check("sensitive-terms", @long).Select(error => $"{error.Field}:{error.Code}"));
    }

    private static async Task<IEnumerable<string>> TermsAsync(TestApp app, CheckSubject subject) =>
        (await app.Services.GetRequiredService<CheckRunner>().RunAsync(subject, TestContext.Current.CancellationToken))
            .Where(finding => finding.Code == "advertisingTerm").Select(finding => finding.Values["term"]);
}
