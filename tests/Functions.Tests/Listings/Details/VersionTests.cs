using System.Text.Json;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.Details;

[Collection(SharesWorkshop.Name)]
public sealed class VersionTests(WorkshopApp workshop)
{
    private Session Public => workshop.App.As(Actor.Anonymous);

    [Fact]
    public async Task Every_published_version_can_be_read()
    {
        var entries = WorkshopApp.Marked(WorkshopApp.NewWord(), Entry.Case().With("contact.name", "张三丰"));
        var id = (await workshop.App.Given(entries))[0];
        var first = (await Public.GetAsync($"/api/listings/{id}/versions")).Expect(200);
        await workshop.App.Given([.. entries.Select(entry => entry.With("name", "第二个名称"))]);
        var second = (await Public.GetAsync($"/api/listings/{id}/versions")).Expect(200);

        Assert.Equal([(1, "城市运行一网统管实践"), (2, "第二个名称")], second["items"].EnumerateArray()
            .Select(version => (version.GetProperty("version").GetInt32(), version.GetProperty("case").Text("name"))));
        Assert.Equal(first["items"][0].GetRawText(), second["items"][0].GetRawText());
        Assert.NotEqual(first.Header("ETag"), second.Header("ETag"));
        Assert.DoesNotContain("张三丰", second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_detail_shows_the_latest_version()
    {
        var entries = WorkshopApp.Marked(WorkshopApp.NewWord(), Entry.Product());
        var id = (await workshop.App.Given(entries))[0];
        var before = await Public.GetAsync($"/api/listings/{id}");
        await workshop.App.Given([.. entries.Select(entry => entry.WithPricing("lowDiscount"))]);
        var after = (await Public.GetAsync($"/api/listings/{id}", ("If-None-Match", before.Header("ETag")!))).Expect(200);
        Assert.Equal("0.30", after["product"].GetProperty("pricing").Text("discount"));
        Assert.Equal(2, after["version"].GetInt32());
    }
}
