using System.Text.Json;
using Marketplace.AppKit.Callers;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.Search;

[Collection(ReadsCatalogue.Name)]
public sealed class SuggestTests(CatalogueApp catalogue)
{
    [Fact]
    public async Task A_name_is_completed_and_leads_to_its_entry()
    {
        var item = Assert.Single(await SuggestAsync("示例政务服务事项"), item => item.Text("type") == "name");
        Assert.Equal("示例政务服务事项梳理与办事指南管理软件", item.Text("text"));
        Assert.Equal("product", item.Text("kind"));
        Assert.Equal(catalogue.Ids["product-01"], item.Text("listingId"));
    }

    [Fact]
    public async Task A_vendor_is_completed_once_and_leads_to_no_single_entry()
    {
        var item = Assert.Single(await SuggestAsync("示例云岭"), item => item.Text("type") == "vendor");
        Assert.Equal("示例云岭政务软件（广州）有限公司", item.Text("text"));
        Assert.False(item.TryGetProperty("listingId", out _));
    }

    [Fact]
    public async Task A_theme_is_completed_once() =>
        Assert.Single(await SuggestAsync("公共数据"), item => item.Text("type") == "theme" && item.Text("text") == "公共数据管理");

    [Fact]
    public async Task Suggestions_keep_to_the_lists_asked_for()
    {
        Assert.NotEmpty(await SuggestAsync("示例", "&kind=product"));
        Assert.Empty(await SuggestAsync("示例", "&kind=capability"));
    }

    [Fact]
    public async Task No_more_come_than_asked_for()
    {
        Assert.Equal(3, (await SuggestAsync("示例", "&limit=3")).Count);
        Assert.Equal(10, (await SuggestAsync("示例")).Count);
    }

    [Fact]
    public async Task What_nothing_begins_with_is_not_completed() => Assert.Empty(await SuggestAsync("月球基地"));

    private async Task<IReadOnlyList<JsonElement>> SuggestAsync(string typed, string more = "") =>
        [.. (await catalogue.Public.GetAsync($"/api/listings/suggest?q={Uri.EscapeDataString(typed)}{more}")).Expect(200)["items"].EnumerateArray()];
}
