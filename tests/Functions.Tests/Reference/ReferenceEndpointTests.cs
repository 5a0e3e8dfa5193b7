using System.Text.Json;
using Marketplace.AppKit.Callers;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Reference;

[Collection(ReadsCatalogue.Name)]
public sealed class ReferenceEndpointTests(CatalogueApp catalogue)
{
    [Theory]
    [InlineData("themes")]
    [InlineData("regions")]
    [InlineData("departments")]
    [InlineData("reuse-models")]
    [InlineData("service-statement")]
    public async Task A_list_is_sent_again_only_when_it_has_changed(string list)
    {
        var first = (await catalogue.Public.GetAsync($"/api/reference/{list}")).Expect(200);
        var again = (await catalogue.Public.GetAsync($"/api/reference/{list}", ("If-None-Match", first.Header("ETag")!))).Expect(304);
        Assert.True(again.Body.IsEmpty);
    }

    [Fact]
    public async Task Themes_are_a_tree()
    {
        var roots = (await catalogue.Public.GetAsync("/api/reference/themes"))["items"];
        Assert.Equal(6, roots.GetArrayLength());
        Assert.Equal(25, roots.EnumerateArray().Sum(root => root.GetProperty("children").GetArrayLength()));
    }

    [Fact]
    public async Task Regions_are_answered_level_by_level()
    {
        var cities = (await catalogue.Public.GetAsync("/api/reference/regions?parent=44"))["items"].EnumerateArray().ToList();
        Assert.Equal(21, cities.Count);
        Assert.Equal(9, cities.Count(city => city.GetProperty("pearlRiverDelta").GetBoolean()));
        Assert.Contains((await catalogue.Public.GetAsync("/api/reference/regions?parent=4401"))["items"].EnumerateArray(), county =>
            county.Text("name") == "荔湾区");
        Assert.Empty((await catalogue.Public.GetAsync("/api/reference/regions?parent=440103"))["items"].EnumerateArray());
    }

    [Fact]
    public async Task Departments_are_answered_for_a_region()
    {
        var departments = (await catalogue.Public.GetAsync("/api/reference/departments?region=4401"))["items"].EnumerateArray().ToList();
        Assert.NotEmpty(departments);
        Assert.All(departments, department => Assert.Equal("4401", department.Text("region")));
    }

    [Fact]
    public async Task The_statement_in_force_has_version_text_and_hash()
    {
        var statement = await catalogue.Public.GetAsync("/api/reference/service-statement");
        Assert.NotEqual("", statement.Json.Text("version"));
        Assert.Equal(RuleBook.Reference.Statement.Sha256, statement.Json.Text("sha256"));
        Assert.Equal(RuleBook.Reference.Statement.Text, statement.Json.Text("text"));
    }
}
