using System.Text.Json.Serialization;
using Marketplace.Functions.Listings.Content;
using Marketplace.Hosting;
using Marketplace.Identity;

namespace Marketplace.Functions.Listings.State;

/// <summary>Where a listing stands once it has been published.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ListingState>))]
public enum ListingState
{
    /// <summary>Visible (已上架).</summary>
    Published,

    /// <summary>Hidden by a reviewer; may come back (已暂停).</summary>
    Suspended,

    /// <summary>Taken back by its owner; stays so (已下架).</summary>
    Withdrawn,
}

/// <summary>Where a listing came from: the pair that an import repeats to mean the same entry.</summary>
/// <param name="Source">Name of the source, 1–60 characters.</param>
/// <param name="ExternalId">Id within the source, 1–200 characters.</param>
internal sealed record Origin(string Source, string ExternalId);

/// <summary>An entry of one of the three lists: its content, version and state.</summary>
internal sealed record Listing
{
    public required string Id { get; init; }

    public required ListingState State { get; init; }

    /// <summary>Number of the content's version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>Counts every change, of content or state; orders what the index learns.</summary>
    public required long Revision { get; init; }

    public required ListingContent Content { get; init; }

    public required Origin Origin { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public ListingKind Kind => Content.Kind;

    public bool IsVisible => State is ListingState.Published;

    /// <summary>Ids of the entries it links to (应用关联产品).</summary>
    public IReadOnlyList<string> Links => Content switch
    {
        CaseContent @case => @case.LinkedListings ?? [],
        ProductContent product => product.LinkedListings ?? [],
        _ => [],
    };

    /// <summary>Whom it belongs to, as permissions ask.</summary>
    public Owner Owner => new(
        Content.Region,
        Content.Department,
        Content is ProductContent { Vendor: { } code } && CreditCode.TryParse(code, out var company) ? company : null);
}
