using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Listings.Search;

/// <summary>One listing as lists show it. Kept in the index as JSON, so that a search reads nothing else.</summary>
/// <param name="Id">The listing's id.</param>
/// <param name="Kind">Which list.</param>
/// <param name="Name">Name.</param>
/// <param name="Summary">Summary.</param>
/// <param name="Region">Region it belongs to.</param>
/// <param name="Department">Department it belongs to.</param>
/// <param name="Vendor">Vendor of a product.</param>
/// <param name="Themes">Theme codes.</param>
/// <param name="ReuseModel">Reuse model of a product.</param>
/// <param name="Category">Category of a capability.</param>
/// <param name="PublishedAt">First published.</param>
/// <param name="UpdatedAt">Last changed.</param>
/// <param name="Attention">Attention (关注度) when indexed.</param>
public record ListItem(
    string Id,
    ListingKind Kind,
    string Name,
    string Summary,
    CodeName Region,
    IdName? Department,
    IdName? Vendor,
    IReadOnlyList<string> Themes,
    ReuseModel? ReuseModel,
    string? Category,
    DateTimeOffset PublishedAt,
    DateTimeOffset UpdatedAt,
    double Attention)
{
    internal static ListItem Of(Listing listing, ReferenceData reference)
    {
        var content = listing.Content;
        var product = content as ProductContent;
        return new ListItem(
            listing.Id,
            listing.Kind,
            content.Name!,
            content.Summary ?? "",
            CodeName.OfRegion(content.Region!, reference),
            content.Department is { } id && reference.Departments.Find(id) is { } department ? new IdName(department.Id, department.Name) : null,
            product is null ? null : new IdName(product.Vendor!, product.VendorName!),
            content.Themes!,
            product?.ReuseModel,
            (content as CapabilityContent)?.Category,
            listing.PublishedAt,
            listing.UpdatedAt,
            Attention: 0);
    }

    internal static byte[] ToJson(ListItem item) => JsonSerializer.SerializeToUtf8Bytes(item, ListItemJson.Readable.ListItem);
}

/// <summary>A coded thing and its name.</summary>
/// <param name="Code">Code.</param>
/// <param name="Name">Name.</param>
public sealed record CodeName(string Code, string Name)
{
    internal static CodeName OfRegion(string code, ReferenceData reference) => new(code, reference.Regions.Find(code)?.Name ?? code);
}

/// <summary>Something with an id, and its name.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name.</param>
public sealed record IdName(string Id, string Name);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(ListItem))]
internal sealed partial class ListItemJson : JsonSerializerContext
{
    /// <summary>Writes Chinese as it is instead of escaping it: half the bytes, and safe since answers are never HTML.</summary>
    public static ListItemJson Readable => Relaxed.Value;

    private static readonly Lazy<ListItemJson> Relaxed =
        new(() => new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
