using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>What an entry says to the world, and what an open submission of it says.</summary>
/// <param name="Published">The published content; null while it is not visible.</param>
/// <param name="Open">The open submission's.</param>
internal sealed record EntryTexts(ListingContent? Published, ListingContent? Open)
{
    public IEnumerable<ListingContent> All => new[] { Published, Open }.OfType<ListingContent>();

    /// <summary>The bands under which the entry is to be found at present.</summary>
    public IReadOnlySet<BandKey> Bands() => All.SelectMany(static content => ComparedEntry.Of(content).Bands()).ToHashSet();

    public static async Task<EntryTexts> ReadAsync(ListingStore store, IOpenTexts open, string id, CancellationToken cancellationToken)
    {
        var (listing, submitted) = (store.ReadAsync(id, cancellationToken), open.ReadOpenAsync(id, cancellationToken));
        return new EntryTexts(await listing is { Listing: { IsVisible: true, Content: var content } } ? content : null, await submitted);
    }
}
