using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Catalogue;

namespace Marketplace.Functions.Tests.Listings.Search;

[Collection(ReadsCatalogue.Name)]
public sealed class SearchTests(CatalogueApp catalogue)
{
    [Theory]
    [InlineData("case")]
    [InlineData("product")]
    [InlineData("capability")]
    public async Task Each_list_holds_its_own_entries(string kind)
    {
        var found = await catalogue.Public.WalkAsync($"/api/listings?kind={kind}", 100);
        Assert.Equal(catalogue.Where(line => $"{line["kind"]}" == kind), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("穗智管", "local-guangzhou-1")]
    [InlineData("投资项目 审批监管", "row-01")]
    [InlineData("示例政务服务事项梳理与办事指南管理软件", "product-01")]
    [InlineData("\"城市运行管理平台\"", "local-guangzhou-1")]
    public async Task Words_find_what_they_name_first(string text, string externalId)
    {
        var page = (await catalogue.Public.GetAsync($"/api/listings?q={Uri.EscapeDataString(text)}")).Expect(200);
        Assert.Equal(catalogue.Ids[externalId], page.Ids[0]);
        Assert.False(page.Json.TryGetProperty("relaxed", out _));
    }

    [Theory]
    [InlineData("app")]
    [InlineData("APP")]
    [InlineData("ＡＰＰ")]
    public async Task Latin_words_are_found_in_any_case_and_width(string text)
    {
        var page = (await catalogue.Public.GetAsync($"/api/listings?q={Uri.EscapeDataString(text)}&limit=100")).Expect(200);
        Assert.NotEqual(0, page.Total);
        Assert.Equal(page.Ids, (await catalogue.Public.GetAsync("/api/listings?q=App&limit=100")).Ids);
    }

    [Fact]
    public async Task A_minus_excludes_a_word()
    {
        var with = await catalogue.Public.WalkAsync($"/api/listings?q={Uri.EscapeDataString("不动产")}", 100);
        var without = await catalogue.Public.WalkAsync($"/api/listings?q={Uri.EscapeDataString("不动产 -江门")}", 100);
        Assert.NotEmpty(without);
        Assert.Subset(with.ToHashSet(), without.ToHashSet());
        Assert.DoesNotContain(catalogue.Ids.Single(pair =>
            with.Contains(pair.Value) && $"{Line(pair.Key)["name"]}".StartsWith("江门", StringComparison.Ordinal)).Value, without);
    }

    [Fact]
    public async Task Words_that_nobody_has_together_are_relaxed_and_the_answer_says_so()
    {
        var page = (await catalogue.Public.GetAsync($"/api/listings?q={Uri.EscapeDataString("穗智管 月球基地")}")).Expect(200);
        Assert.True(page["relaxed"].GetBoolean());
        Assert.Contains(catalogue.Ids["local-guangzhou-1"], page.Ids);
    }

    [Theory]
    [InlineData("region=4401")]
    [InlineData("region=44")]
    [InlineData("region=33&region=4403")]
    [InlineData("region=33,4403")]
    [InlineData("theme=services")]
    [InlineData("theme=data.trading&theme=security")]
    [InlineData("department=gd-data-administration")]
    [InlineData("reuseModel=lowDiscount")]
    [InlineData("reuseModel=lowDiscount&reuseModel=standardFree")]
    [InlineData("vendor=91440100EXAMPLE119")]
    [InlineData("category=%E4%B8%9A%E5%8A%A1%E5%BA%94%E7%94%A8")]
    [InlineData("kind=case&region=4401&theme=governance")]
    [InlineData("kind=product&kind=capability&theme=foundation")]
    [InlineData("kind=case&reuseModel=subscription")]
    public async Task Filters_keep_what_fulfils_all_of_them(string filters)
    {
        var expected = catalogue.Where(line => Fulfils(line, filters));
        var found = await catalogue.Public.WalkAsync($"/api/listings?{filters}", 100);
        Assert.Equal(expected, found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Updated_since_keeps_what_changed_then_or_later()
    {
        var all = await catalogue.Public.GetAsync("/api/listings?limit=1");
        Assert.Equal(all.Total, (await catalogue.Public.GetAsync("/api/listings?updatedSince=2026-01-01T08:00:00%2B08:00")).Total);
        Assert.Equal(0, (await catalogue.Public.GetAsync("/api/listings?updatedSince=2999-01-01T00:00:00Z")).Total);
    }

    [Fact]
    public async Task An_item_says_what_a_list_shows_and_no_contact()
    {
        var page = (await catalogue.Public.GetAsync($"/api/listings?vendor={Actor.SampleVendor}&limit=100")).Expect(200);
        var item = page["items"].EnumerateArray().Single(item => item.Text("id") == catalogue.Ids["product-01"]);
        var line = Line("product-01");
        Assert.Equal("product", item.Text("kind"));
        Assert.Equal($"{line["name"]}", item.Text("name"));
        Assert.Equal($"{line["summary"]}", item.Text("summary"));
        Assert.Equal(("4401", "广州市"), (item.GetProperty("region").Text("code"), item.GetProperty("region").Text("name")));
        Assert.Equal(($"{line["vendor"]}", $"{line["vendorName"]}"), (item.GetProperty("vendor").Text("id"), item.GetProperty("vendor").Text("name")));
        Assert.Equal($"{line["reuseModel"]}", item.Text("reuseModel"));
        Assert.Equal(0, item.GetProperty("attention").GetInt32());
        Assert.EndsWith("Z", item.Text("publishedAt"), StringComparison.Ordinal);
        Assert.False(item.TryGetProperty("department", out _));
        Assert.DoesNotContain("contact", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("020-00000001", page.Text, StringComparison.Ordinal);
        Assert.InRange(page["indexedAt"].GetDateTimeOffset(), DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Newest_comes_first_unless_words_are_looked_for()
    {
        var page = (await catalogue.Public.GetAsync("/api/listings?limit=100")).Expect(200);
        var days = page["items"].EnumerateArray().Select(item => item.GetProperty("publishedAt").GetDateTimeOffset()).ToList();
        Assert.Equal(days.OrderDescending(), days);
        Assert.Equal(page.Ids, (await catalogue.Public.GetAsync("/api/listings?limit=100&sort=newest")).Ids);
        var (found, asked) = (await catalogue.Public.GetAsync("/api/listings?q=app"), await catalogue.Public.GetAsync("/api/listings?q=app&sort=relevance"));
        Assert.Equal(asked.Ids, found.Ids);
    }

    [Theory]
    [InlineData("relevance")]
    [InlineData("attention")]
    [InlineData("newest")]
    [InlineData("name")]
    public async Task Every_order_shows_every_hit_once(string sort)
    {
        var text = Uri.EscapeDataString("数据");
        var found = await catalogue.Public.WalkAsync($"/api/listings?q={text}&sort={sort}", 13);
        Assert.Distinct(found);
        Assert.Equal((await catalogue.Public.GetAsync($"/api/listings?q={text}")).Total, found.Count);
    }

    [Fact]
    public async Task Highlights_are_html_with_no_element_but_em()
    {
        var page = (await catalogue.Public.GetAsync($"/api/listings?q={Uri.EscapeDataString("不动产登记")}&highlight=true")).Expect(200);
        var names = page["items"].EnumerateArray().Where(item => item.GetProperty("highlights").TryGetProperty("name", out _))
            .Select(item => item.GetProperty("highlights").Text("name")).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains("<em>", name, StringComparison.Ordinal));
        Assert.DoesNotContain("highlights", (await catalogue.Public.GetAsync($"/api/listings?q={Uri.EscapeDataString("不动产登记")}")).Text,
            StringComparison.Ordinal);
    }

    private static JsonObject Line(string externalId) => CatalogueFile.All.Single(line => $"{line["externalId"]}" == externalId);

    private static bool Fulfils(JsonObject line, string filters) => filters.Split('&').Select(filter => filter.Split('=')).GroupBy(pair => pair[0])
        .All(filter => filter.SelectMany(pair => pair[1].Split(','))
            .Any(value => FacetFields.ValuesOf(line, filter.Key).Contains(Uri.UnescapeDataString(value))));
}
