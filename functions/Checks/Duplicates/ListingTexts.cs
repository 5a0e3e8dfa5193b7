using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>What a listing says in public, and what an open submission of it says.</summary>
/// <param name="Published">The published content; null while it is not visible.</param>
/// <param name="Open">The open submission's.</param>
internal sealed record ListingTexts(ListingContent? Published, ListingContent? Open)
{
    public IEnumerable<ListingContent> All => new[] { Published, Open }.OfType<ListingContent>();

    /// <summary>The bands under which the listing is to be found at present.</summary>
    public IReadOnlySet<BandKey> Bands() => All.SelectMany(static content => ComparedListing.Of(content).Bands()).ToHashSet();

    public static async Task<ListingTexts> ReadAsync(ListingStore store, IOpenTexts open, string id, CancellationToken cancellationToken)
    {
        var (listing, submitted) = (store.ReadAsync(id, cancellationToken), open.ReadOpenAsync(id, cancellationToken));
        return new ListingTexts(await listing is { State: { IsVisible: true, Content: var content } } ? content : null, await submitted);
    }
}
