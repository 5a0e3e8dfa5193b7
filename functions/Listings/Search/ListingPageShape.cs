namespace Marketplace.Functions.Listings.Search;

/// <summary>A page of search results, as <see cref="ListingPage"/> writes it.</summary>
/// <param name="Items">The page, in order.</param>
/// <param name="Total">How many listings match, exactly.</param>
/// <param name="NextCursor">Hand it in with the same filters for the next page; absent on the last.</param>
/// <param name="Relaxed">True when no listing has all words, so that these have some of them.</param>
/// <param name="Facets">Counts over all hits, by field asked for.</param>
/// <param name="IndexedAt">How fresh the index is.</param>
public sealed record ListingPageShape(
    IReadOnlyList<FoundListing> Items,
    long Total,
    string? NextCursor,
    bool? Relaxed,
    IReadOnlyDictionary<string, IReadOnlyList<FacetValue>>? Facets,
    DateTimeOffset IndexedAt);

/// <summary>A listing that was found.</summary>
public sealed record FoundListing : ListItem
{
    /// <summary>Takes over what lists show of the listing.</summary>
    /// <param name="item">The listing.</param>
    public FoundListing(ListItem item)
        : base(item)
    {
    }

    /// <summary>Where it matched, when asked for.</summary>
    public ListingHighlights? Highlights { get; init; }
}

/// <summary>Where a listing matched: HTML in which <c>em</c> is the only element.</summary>
/// <param name="Name">The name, if it matched.</param>
/// <param name="Text">The best passage of summary or body.</param>
public sealed record ListingHighlights(string? Name, string? Text);

/// <summary>How many hits have a value.</summary>
/// <param name="Value">Code.</param>
/// <param name="Name">Name in the client's language.</param>
/// <param name="Count">Hits.</param>
public sealed record FacetValue(string Value, string Name, long Count);
