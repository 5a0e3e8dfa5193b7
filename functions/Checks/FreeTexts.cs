using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Values;

namespace Marketplace.Functions.Checks;

/// <summary>A text that the lister wrote freely.</summary>
/// <param name="Field">Its JSON path within the content.</param>
/// <param name="Text">The text as stored.</param>
internal sealed record FreeText(string Field, string Text);

/// <summary>The free texts of a listing (自由文本) with their paths; codes, numbers and the contact fields are not among them.</summary>
internal static class FreeTexts
{
    /// <summary>All of them, in the order of the form.</summary>
    public static IReadOnlyList<FreeText> Of(ListingContent content) =>
        Filled(Described(content).Concat(Terms(content)).Concat(Named(content)));

    /// <summary>Those that say what the listing is: what a copy would have in common with its original.</summary>
    public static IReadOnlyList<FreeText> Substance(ListingContent content) =>
        Filled(Described(content));

    private static IReadOnlyList<FreeText> Filled(IEnumerable<(string Field, string? Text)> texts) =>
        [.. texts.Where(static one => !string.IsNullOrWhiteSpace(one.Text)).Select(static one => new FreeText(one.Field, one.Text!))];

    private static IEnumerable<(string Field, string? Text)> Described(ListingContent content) =>
    [
        ("name", content.Name), ("summary", content.Summary), ("description", content.Description),
        .. content switch
        {
            CaseContent @case => [("practices", @case.Practices), ("results", @case.Results)],
            ProductContent product => [("serviceContent", product.ServiceContent)],
            CapabilityContent capability => Described(capability),
            _ => Array.Empty<(string, string?)>(),
        },
    ];

    private static (string Field, string? Text)[] Described(CapabilityContent content) =>
    [
        .. (content.Duties ?? []).Select(static (duty, i) => ($"{FieldErrors.Item("duties", i)}.text", duty?.Text)),
        ("howToApply", content.HowToApply), ("howToIntegrate", content.HowToIntegrate),
    ];

    private static IEnumerable<(string Field, string? Text)> Terms(ListingContent content) => content is not ProductContent { Pricing: { } pricing } ? [] :
    [
        ("pricing.customisationBasis", pricing.CustomisationBasis), ("pricing.operationBasis", pricing.OperationBasis),
        ("pricing.localConfiguration", pricing.LocalConfiguration), ("pricing.serviceCommitment", pricing.ServiceCommitment),
    ];

    private static IEnumerable<(string Field, string? Text)> Named(ListingContent content) =>
    [
        .. Items("tags", content.Tags),
        .. content switch
        {
            CaseContent @case => [("constructionMode", @case.ConstructionMode)],
            CapabilityContent capability =>
            [
                ("category", capability.Category), ("subcategory", capability.Subcategory),
                ("constructionMode", capability.ConstructionMode), ("operation", capability.Operation),
            ],
            ProductContent product => Named(product),
            _ => Array.Empty<(string, string?)>(),
        },
    ];

    private static (string Field, string? Text)[] Named(ProductContent content) =>
    [
        .. (content.IntellectualProperty ?? []).Select(static (right, i) => ($"{FieldErrors.Item("intellectualProperty", i)}.title", right?.Title)),
        .. Items("compatibility.cpu", content.Compatibility?.Cpu), .. Items("compatibility.os", content.Compatibility?.Os),
        .. Items("compatibility.database", content.Compatibility?.Database), .. Items("compatibility.middleware", content.Compatibility?.Middleware),
    ];

    private static IEnumerable<(string Field, string? Text)> Items(string field, IReadOnlyList<string>? texts) =>
        (texts ?? []).Select((text, i) => (FieldErrors.Item(field, i), (string?)text));
}
