using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Functions.Tests.Catalogue;

namespace Marketplace.Functions.Tests.Listings.Search;

[Collection(ReadsCatalogue.Name)]
public sealed class FacetTests(CatalogueApp catalogue)
{
    [Theory]
    [InlineData("kind")]
    [InlineData("region")]
    [InlineData("department")]
    [InlineData("theme")]
    [InlineData("reuseModel")]
    [InlineData("category")]
    public async Task A_facet_counts_every_value_of_every_hit(string field)
    {
        var page = (await catalogue.Public.GetAsync($"/api/listings?facets={field}&limit=1")).Expect(200);
        Assert.Equal(Count(CatalogueFile.All, field), Read(page, field));
    }

    [Fact]
    public async Task A_selection_narrows_other_facets_but_not_its_own()
    {
        var page = (await catalogue.Public.GetAsync("/api/listings?facets=kind,region,theme&region=4401&kind=case")).Expect(200);
        var (inRegion, cases) = (CatalogueFile.All.Where(InGuangzhou).ToList(), CatalogueFile.Cases.Where(InGuangzhou).ToList());
        Assert.Equal(cases.Count, page.Total);
        Assert.Equal(Count(inRegion, "kind"), Read(page, "kind"));
        Assert.Equal(Count(CatalogueFile.Cases, "region"), Read(page, "region"));
        Assert.Equal(Count(cases, "theme"), Read(page, "theme"));

        static bool InGuangzhou(JsonObject line) => FacetFields.ValuesOf(line, "region").Contains("4401");
    }

    [Theory]
    [InlineData("zh-CN", "政府应用案例", "标准版免费", "政务服务")]
    [InlineData("en", "Applied cases", "Free standard edition", "Government services")]
    public async Task Values_are_named_in_the_callers_language(string language, string kind, string model, string theme)
    {
        var page = (await catalogue.Public.GetAsync("/api/listings?facets=kind,reuseModel,theme,region,department", ("Accept-Language", language))).Expect(200);
        Assert.Equal(kind, Name("kind", "case"));
        Assert.Equal(model, Name("reuseModel", "standardFree"));
        Assert.Equal(theme, Name("theme", "services"));
        Assert.Equal("广州市", Name("region", "4401"));
        Assert.Equal("广东省政务服务和数据管理局", Name("department", Actor.ProvincialDepartment));

        string Name(string field, string value) => page["facets"].GetProperty(field).EnumerateArray().Single(one => one.Text("value") == value).Text("name");
    }

    [Fact]
    public async Task Facets_come_only_when_asked_for() =>
        Assert.False((await catalogue.Public.GetAsync("/api/listings")).Json.TryGetProperty("facets", out _));

    private static SortedDictionary<string, int> Count(IEnumerable<JsonObject> lines, string field) =>
        new(lines.SelectMany(line => FacetFields.ValuesOf(line, field)).CountBy(value => value).ToDictionary(), StringComparer.Ordinal);

    private static SortedDictionary<string, int> Read(Reply page, string field) =>
        new(page["facets"].GetProperty(field).EnumerateArray()
            .ToDictionary(value => value.Text("value"), value => value.GetProperty("count").GetInt32()), StringComparer.Ordinal);
}
