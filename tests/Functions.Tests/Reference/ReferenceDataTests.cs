using System.Security.Cryptography;
using System.Text;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Tests.App;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Tests.Reference;

public sealed class ReferenceDataTests
{
    private static readonly ReferenceData Data = RuleBook.Reference;

    [Fact]
    public void Every_region_lies_below_its_parent_by_code_and_level() => Assert.All(Data.Regions.All, region =>
    {
        Assert.Equal(region.Level switch { "province" => 2, "city" => 4, "county" => 6, _ => 0 }, region.Code.Length);
        if (region.Parent is { } parent)
        {
            Assert.StartsWith(Data.Regions.Find(parent)!.Code, region.Code, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("province", region.Level);
        }
    });

    [Fact]
    public void Guangdong_has_21_cities_nine_of_them_in_the_delta()
    {
        var cities = Data.Regions.All.Where(region => region.Parent == "44").ToList();
        Assert.Equal(21, cities.Count);
        Assert.Equal(
            ["东莞市", "中山市", "佛山市", "广州市", "惠州市", "江门市", "深圳市", "珠海市", "肇庆市"],
            cities.Where(city => city.PearlRiverDelta).Select(city => city.Name).Order(StringComparer.Ordinal));
        Assert.All(cities.Where(city => city.Name is not ("东莞市" or "中山市")), city => Assert.Contains(Data.Regions.All, county => county.Parent == city.Code));
        Assert.Equal(34, Data.Regions.All.Count(region => region.Level == "province"));
    }

    [Fact]
    public void A_region_includes_what_lies_below_it()
    {
        Assert.Equal(["440103", "4401", "44"], Data.Regions.Lineage("440103"));
        Assert.True(Data.Regions.IsWithin("440103", "44"));
        Assert.False(Data.Regions.IsWithin("44", "4401"));
        Assert.Empty(Data.Regions.Lineage("4499"));
    }

    [Fact]
    public void Themes_are_six_areas_of_25_themes_named_by_the_plan()
    {
        Assert.Equal(["政务服务", "省域治理", "政府运行", "数据要素", "基础支撑", "安全"], Data.Themes.Roots.Select(root => root.Name));
        Assert.Equal([4, 6, 3, 3, 6, 3], Data.Themes.Roots.Select(root => root.Children!.Count));
        Assert.All(Data.Themes.Roots.SelectMany(root => root.Children!.Select(child => (root, child))), pair =>
        {
            Assert.StartsWith($"{pair.root.Code}.", pair.child.Code, StringComparison.Ordinal);
            Assert.Null(pair.child.Children);
            Assert.Equal([pair.child.Code, pair.root.Code], Data.Themes.Lineage(pair.child.Code));
        });
    }

    [Fact]
    public void Departments_lie_in_known_regions_under_one_id_and_name()
    {
        Assert.NotEmpty(Data.Departments.All);
        Assert.All(Data.Departments.All, department => Assert.True(Data.Regions.Contains(department.Region), department.Id));
        Assert.All(Data.Departments.All, department => Assert.Matches("^[a-z][a-z0-9-]{2,39}$", department.Id));
        Assert.Distinct(Data.Departments.All.Select(department => department.Id));
        Assert.Distinct(Data.Departments.All.Select(department => department.Name));
    }

    [Fact]
    public void Every_reuse_model_is_described_by_facts_that_content_knows()
    {
        Assert.Equal(CamelCase<ReuseModel>.Names, Data.ReuseModels.Select(model => model.Code));
        var terms = typeof(Pricing).GetProperties().Select(term => $"pricing.{char.ToLowerInvariant(term.Name[0])}{term.Name[1..]}").ToHashSet();
        Assert.All(Data.ReuseModels, model => Assert.All(model.RequiredFacts, fact => Assert.Contains(fact.Field, terms)));
    }

    [Fact]
    public void The_facts_a_reuse_model_asks_for_are_the_ones_its_rules_require() => Assert.All(Data.ReuseModels, model =>
    {
        foreach (var fact in model.RequiredFacts)
        {
            var errors = RuleBook.Check(Entry.Product().WithPricing(model.Code).With(fact.Field, null));
            Assert.Equal(fact.Optional ? [] : [$"{fact.Field}:required"], errors);
        }
    });

    [Fact]
    public void The_statement_is_named_by_the_hash_of_its_chinese_text() =>
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Data.Statement.Text))), Data.Statement.Sha256);
}
