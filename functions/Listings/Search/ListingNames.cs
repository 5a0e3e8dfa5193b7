using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Reference;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Listings.Search;

/// <summary>The names people see for the codes that facets count.</summary>
internal sealed class ListingNames(ReferenceData reference)
{
    public string Of(string field, string value, Language language) => field switch
    {
        IndexFields.Kind => Kind(value, language),
        IndexFields.Region => reference.Regions.Find(value)?.Name ?? value,
        IndexFields.Department => reference.Departments.Find(value)?.Name ?? value,
        IndexFields.Theme => reference.Themes.Find(value) is { } theme ? language is Language.English ? theme.NameEn : theme.Name : value,
        IndexFields.ReuseModel => reference.ReuseModels.FirstOrDefault(model => model.Code == value) is { } model
            ? language is Language.English ? model.NameEn : model.Name
            : value,
        _ => value,
    };

    private static string Kind(string value, Language language) => (value, language) switch
    {
        ("case", Language.English) => "Applied cases",
        ("case", _) => "政府应用案例",
        ("product", Language.English) => "Vendor products",
        ("product", _) => "服务商产品",
        ("capability", Language.English) => "Public capabilities",
        ("capability", _) => "公共服务能力",
        _ => value,
    };
}
