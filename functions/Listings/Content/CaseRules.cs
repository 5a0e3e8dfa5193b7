using Marketplace.Functions.Values;

namespace Marketplace.Functions.Listings.Content;

/// <summary>What an applied case (政府应用案例) must say.</summary>
internal static class CaseRules
{
    public static void Check(CaseContent content, FieldErrors errors)
    {
        errors.Text("practices", content.Practices, most: 20_000, required: true, lines: true);
        errors.Text("results", content.Results, most: 20_000, required: true, lines: true);
        errors.Text("constructionMode", content.ConstructionMode, most: 100);
        ContentRules.CheckLinks(content.LinkedListings, errors);
    }
}
