using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Vendors.State;

namespace Marketplace.Functions.Tests.Vendors;

[Collection(SharesWorkshop.Name)]
public sealed class VendorPageTests(WorkshopApp workshop)
{
    private readonly string _word = WorkshopApp.NewWord();
    private readonly string _code = VendorSteps.NewCode();

    private TestApp App => workshop.App;

    private Session Public => App.As(Actor.Anonymous);

    public static TheoryData<Actor> Outsiders => [Actor.Anonymous, Actor.Member, Actor.Admin, Actor.Expert];

    [Fact]
    public async Task A_page_shows_profile_products_and_the_cases_linked_either_way()
    {
        await App.GivenVendorAsync(_code);
        var ids = await App.Given(WorkshopApp.Marked(
            _word,
            Entry.Product().With("vendor", _code).With("linkedListings", new JsonArray($"tests/{_word}-2")),
            Entry.Case().With("linkedListings", new JsonArray($"tests/{_word}-0")),
            Entry.Case(),
            Entry.Case().With("audience", "government").With("linkedListings", new JsonArray($"tests/{_word}-0"))));
        await App.Projected();

        var page = (await Public.GetAsync($"/api/vendors/{_code.ToLowerInvariant()}")).Expect(200);
        Assert.Equal((_code, VendorSteps.Name, "registered", 1),
            (page.Json.Text("id"), page.Json.Text("name"), page.Json.Text("state"), page["productsTotal"].GetInt32()));
        Assert.Equal([ids[0]], Ids(page["products"]));
        Assert.Equal([ids[1], ids[2]], Ids(page["cases"]).OrderBy(id => ids.ToList().IndexOf(id)));
        Assert.True(page["hasContacts"].GetBoolean());
        Assert.DoesNotContain("张三丰", page.Text, StringComparison.Ordinal);
        (await Public.GetAsync($"/api/vendors/{_code}", ("If-None-Match", page.Header("ETag")!))).Expect(304);

        var official = (await App.As(Actor.GovUser).GetAsync($"/api/vendors/{_code}")).Expect(200);
        Assert.Equal(3, Ids(official["cases"]).Count);
        Assert.DoesNotContain("张三丰", official.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vendor_without_products_is_known_to_the_government_only()
    {
        await App.GivenVendorAsync(_code);
        (await Public.GetAsync($"/api/vendors/{_code}")).ExpectProblem(404, "notFound");
        (await App.As(Actor.Member).GetAsync($"/api/vendors/{_code}")).ExpectProblem(404, "notFound");
        Assert.Equal(1, (await App.As(Actor.Reviewer).GetAsync($"/api/vendors/{_code}")).Expect(200)["version"].GetInt32());
        (await App.As(Actor.Reviewer).GetAsync($"/api/vendors/{VendorSteps.NewCode()}")).ExpectProblem(404, "notFound");
        (await Public.GetAsync("/api/vendors/nonsense")).ExpectProblem(404, "notFound");
    }

    [Theory]
    [MemberData(nameof(Outsiders))]
    public async Task Contacts_are_for_officials(Actor actor)
    {
        await App.GivenVendorAsync(_code);
        Assert.Equal(actor.Role is null ? 401 : 403, (await App.As(actor).GetAsync($"/api/vendors/{_code}/contacts")).Status);
    }

    [Fact]
    public async Task Every_look_at_contacts_is_recorded_and_none_where_there_was_nothing_to_see()
    {
        await App.GivenVendorAsync(_code);
        var bare = VendorSteps.NewCode();
        await App.GivenVendorAsync(bare, VendorSteps.Profile().With("contacts", null));
        Assert.Equal("张三丰", (await App.As(Actor.GovUser).GetAsync($"/api/vendors/{_code}/contacts")).Expect(200)["items"][0].Text("name"));
        (await App.As(Actor.GovUser).GetAsync($"/api/vendors/{bare}/contacts")).ExpectProblem(404, "notFound");
        await App.Projected();
        Assert.Equal(["contact.read", "vendor.registered"], await ActionsAsync(_code));
        Assert.Equal(["vendor.registered"], await ActionsAsync(bare));
    }

    [Fact]
    public async Task The_queue_shows_each_reviewer_who_waits_in_their_region_longest_first()
    {
        var codes = new List<string>();
        foreach (var region in new[] { "441802", "4418", "441881", "4417" })
        {
            codes.Add(await App.GivenVendorAsync(VendorStage.AwaitingVerification, region));
        }

        await App.GivenVendorAsync(VendorStage.Registered, "4418");
        var suspended = await App.GivenVendorAsync(VendorStage.AwaitingVerification, "4418");
        (await App.MoveVendorAsync(Actor.Reviewer, suspended, "suspend", version: 2)).Expect(200);
        await App.Projected();

        Assert.Equal(codes[..3], await App.As(Actor.Reviewer.In("4418")).WalkAsync("/api/vendors/verifications", 2));
        Assert.Equal([codes[2]], (await App.As(Actor.Reviewer.In("4418")).GetAsync("/api/vendors/verifications?region=441881")).Ids);
        Assert.Empty((await App.As(Actor.Reviewer.In("4418")).GetAsync("/api/vendors/verifications?region=4417")).Expect(200).Ids);
        var first = (await App.As(Actor.Reviewer.In("441802")).GetAsync("/api/vendors/verifications"))["items"][0];
        Assert.Equal((codes[0], 2, 0), (first.Text("id"), first.GetProperty("version").GetInt32(), first.GetProperty("ageHours").GetInt32()));

        (await App.DecideAsync(Actor.Reviewer, codes[0], "accept", version: 2)).Expect(200);
        await App.Projected();
        Assert.Equal(codes[1..3], (await App.As(Actor.Reviewer.In("4418")).GetAsync("/api/vendors/verifications")).Ids);
    }

    private async Task<IReadOnlyList<string>> ActionsAsync(string code) =>
        [.. (await App.As(Actor.Operator).GetAsync($"/api/operations/audit?object=vendors/{code}")).Expect(200)["items"].EnumerateArray()
            .Select(item => item.Text("action"))];

    private static IReadOnlyList<string> Ids(JsonElement items) => [.. items.EnumerateArray().Select(item => item.Text("id"))];
}
