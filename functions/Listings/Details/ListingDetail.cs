using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;

namespace Marketplace.Functions.Listings.Details;

/// <summary>One listing in full: what lists show of it, and the content its owner published.</summary>
public sealed record ListingDetail : ListItem
{
    private ListingDetail(ListItem item)
        : base(item)
    {
    }

    /// <summary>Number of the content's version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Whether there is a contact, which officials read at <c>/api/listings/{id}/contact</c>.</summary>
    public required bool HasContact { get; init; }

    /// <summary>A product with evidence of intellectual property and a valid reuse model: listed with priority (优先上架).</summary>
    public required bool Priority { get; init; }

    /// <summary>The content of an applied case.</summary>
    public CaseContent? Case { get; init; }

    /// <summary>The content of a product.</summary>
    public ProductContent? Product { get; init; }

    /// <summary>The content of a capability.</summary>
    public CapabilityContent? Capability { get; init; }

    internal static new ListingDetail Of(Listing listing, ReferenceData reference)
    {
        var content = listing.Content with { Contact = null };
        return new ListingDetail(ListItem.Of(listing, reference))
        {
            Version = listing.Version,
            HasContact = listing.Content.Contact is not null,
            Priority = content is ProductContent { IntellectualProperty.Count: > 0 },
            Case = content as CaseContent,
            Product = content as ProductContent,
            Capability = content as CapabilityContent,
        };
    }
}

/// <summary>What was published under one version number.</summary>
/// <param name="Version">The number, from 1.</param>
/// <param name="PublishedAt">When it became visible.</param>
/// <param name="Case">The content of an applied case.</param>
/// <param name="Product">The content of a product.</param>
/// <param name="Capability">The content of a capability.</param>
public sealed record ListingVersion(
    int Version, DateTimeOffset PublishedAt, CaseContent? Case = null, ProductContent? Product = null, CapabilityContent? Capability = null)
{
    internal static ListingVersion Of(PublishedVersion version) => new(
        version.Version, version.PublishedAt, version.Content as CaseContent, version.Content as ProductContent, version.Content as CapabilityContent);
}

/// <summary>The published versions of a listing, oldest first.</summary>
/// <param name="Items">All of them.</param>
public sealed record ListingVersions(IReadOnlyList<ListingVersion> Items);

/// <summary>What belongs with a listing.</summary>
/// <param name="Linked">Listings it links to or that link to it (应用关联产品).</param>
/// <param name="Similar">Listings about the same things, most alike first.</param>
public sealed record RelatedListings(IReadOnlyList<ListItem> Linked, IReadOnlyList<ListItem> Similar);
