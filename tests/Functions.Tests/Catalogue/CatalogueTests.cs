using System.Text.Json.Nodes;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Tests.App;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.TestKit;

namespace Marketplace.Functions.Tests.Catalogue;

/// <summary>The entries the project ships (source 001, 002, 004, and marked samples).</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void Every_line_is_in_order() =>
        Assert.All(CatalogueFile.All, line => Assert.True(RuleBook.Check(line, allowSamples: true) is { Count: 0 },
            $"{line["externalId"]}: {string.Join(", ", RuleBook.Check(line, allowSamples: true))}"));

    [Fact]
    public void Every_line_has_an_origin_of_its_own_and_a_described_source()
    {
        Assert.Distinct(CatalogueFile.All.Select(line => $"{line["source"]}/{line["externalId"]}"));
        var sources = JsonNode.Parse(File.ReadAllText(RepoRoot.Combine("functions", "Catalogue", "sources.json")))!.AsArray()
            .Select(source => $"{source!["code"]}");
        Assert.Subset(sources.ToHashSet(), CatalogueFile.All.Select(line => $"{line["source"]}").ToHashSet());
    }

    [Fact]
    public void All_28_rows_of_the_annex_are_there()
    {
        Assert.Equal(Enumerable.Range(1, 28).Select(row => $"row-{row:D2}"), CatalogueFile.Capabilities.Select(line => $"{line["externalId"]}"));
        Assert.All(CatalogueFile.Capabilities, line => Assert.NotEmpty(line["duties"]!.AsArray()));
    }

    [Fact]
    public void Delta_and_other_cities_owe_different_duties_for_cloud_and_network()
    {
        var scopes = CatalogueFile.Capabilities.SelectMany(line => line["duties"]!.AsArray()).Select(duty => $"{duty!["appliesTo"]}").ToHashSet();
        Assert.Equal(CamelCase<DutyScope>.Names.ToHashSet(), scopes);
    }

    [Fact]
    public void At_least_90_cases_tell_of_departments_and_results() => Assert.True(CatalogueFile.Cases.Count >= 90, $"{CatalogueFile.Cases.Count}");

    [Fact]
    public void Samples_cover_all_themes_cities_and_reuse_models_and_say_what_they_are()
    {
        var samples = CatalogueFile.SampleProducts;
        Assert.True(samples.Count >= 40);
        Assert.Equal(
            RuleBook.Reference.Themes.Roots.SelectMany(root => root.Children!.Select(child => child.Code)).ToHashSet(),
            samples.SelectMany(line => line["themes"]!.AsArray().Select(theme => $"{theme}")).ToHashSet());
        Assert.Superset(
            RuleBook.Reference.Regions.All.Where(region => region.Parent == "44").Select(region => region.Code).ToHashSet(),
            samples.Select(line => $"{line["region"]}"[..Math.Min(4, $"{line["region"]}".Length)]).ToHashSet());
        Assert.Equal(CamelCase<ReuseModel>.Names.ToHashSet(), samples.Select(line => $"{line["reuseModel"]}").ToHashSet());
        Assert.All(samples, line =>
        {
            Assert.Equal("sample", $"{line["source"]}");
            Assert.StartsWith("示例", $"{line["name"]}", StringComparison.Ordinal);
            Assert.StartsWith("示例", $"{line["vendorName"]}", StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Only_samples_have_contacts_and_theirs_do_not_exist()
    {
        Assert.DoesNotContain(CatalogueFile.Cases.Concat(CatalogueFile.Capabilities), line => line.ContainsKey("contact"));
        Assert.All(CatalogueFile.SampleProducts.Where(line => line.ContainsKey("contact")), line =>
            Assert.EndsWith("@example.com", $"{line["contact"]!["email"]}", StringComparison.Ordinal));
    }
}
