using System.Text.Json.Nodes;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Listings.Search;

/// <summary>What a line counts for in each field: itself and, in trees, everything above.</summary>
internal static class FacetFields
{
    public static IReadOnlySet<string> ValuesOf(JsonObject line, string field) => (field switch
    {
        "region" => RuleBook.Reference.Regions.Lineage($"{line["region"]}"),
        "theme" => line["themes"]!.AsArray().SelectMany(theme => RuleBook.Reference.Themes.Lineage($"{theme}")),
        "department" => line["department"] is { } department ? [RuleBook.Reference.Departments.Find($"{department}")!.Id] : [],
        _ => line[field] is { } value ? [$"{value}"] : [],
    }).ToHashSet();
}
