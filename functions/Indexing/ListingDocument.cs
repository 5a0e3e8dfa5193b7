using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Search;

namespace Marketplace.Functions.Indexing;

/// <summary>What the index knows of a listing.</summary>
internal static class ListingDocument
{
    public static SearchDocument Of(Listing listing, ReferenceData reference) => new()
    {
        Id = listing.Id,
        Version = listing.Revision,
        Name = listing.Content.Name!,
        Summary = listing.Content.Summary ?? "",
        Body = Body(listing.Content),
        Tags = listing.Content.Tags ?? [],
        Keywords = [.. Keywords(listing, reference).Where(field => field.Values.Count > 0)],
        PublishedAt = listing.PublishedAt,
        UpdatedAt = listing.UpdatedAt,
        Completions = [.. Completions(listing.Content, reference)],
        Stored = ListItem.ToJson(ListItem.Of(listing, reference)),
    };

    private static string Body(ListingContent content) => string.Join('\n', Texts(content).Where(text => !string.IsNullOrEmpty(text)));

    private static IEnumerable<string?> Texts(ListingContent content) => content switch
    {
        CaseContent @case => [@case.Description, @case.Practices, @case.Results],
        ProductContent product => [product.Description, product.ServiceContent, product.VendorName],
        CapabilityContent capability =>
        [
            capability.Description, capability.Category, capability.Subcategory, capability.ConstructionMode, capability.Operation,
            .. (capability.Duties ?? []).Select(duty => duty.Text), capability.HowToApply, capability.HowToIntegrate,
        ],
        _ => [content.Description],
    };

    private static IEnumerable<KeywordField> Keywords(Listing listing, ReferenceData reference)
    {
        var content = listing.Content;
        yield return new(IndexFields.Kind, [CamelCase<ListingKind>.Name(listing.Kind)]);
        yield return new(IndexFields.Region, reference.Regions.Lineage(content.Region!));
        yield return new(IndexFields.Theme, [.. content.Themes!.SelectMany(reference.Themes.Lineage).Distinct()]);
        yield return new(IndexFields.Department, Optional(content.Department));
        yield return new(IndexFields.Audience, [CamelCase<Audience>.Name(content.Audience ?? Audience.Everyone)]);
        yield return new(IndexFields.Category, Optional((content as CapabilityContent)?.Category));
        yield return new(IndexFields.Links, listing.Links);
        if (content is not ProductContent product)
        {
            yield break;
        }

        yield return new(IndexFields.Vendor, Optional(product.Vendor));
        yield return new(IndexFields.ReuseModel, [CamelCase<ReuseModel>.Name(product.ReuseModel!.Value)]);
    }

    private static IEnumerable<Completion> Completions(ListingContent content, ReferenceData reference)
    {
        yield return new(content.Name!, "name");
        if (content is ProductContent { VendorName: { } vendor })
        {
            yield return new(vendor, "vendor");
        }

        foreach (var code in content.Themes!)
        {
            if (reference.Themes.Find(code) is { } theme)
            {
                yield return new(theme.Name, "theme");
            }
        }
    }

    private static IReadOnlyList<string> Optional(string? value) => value is null ? [] : [value];
}
