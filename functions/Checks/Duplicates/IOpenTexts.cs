using Marketplace.Functions.Listings.Content;

namespace Marketplace.Functions.Checks.Duplicates;

/// <summary>Where the texts of open submissions are read.</summary>
internal interface IOpenTexts
{
    /// <summary>What the open submission of a listing says; null when there is none, or only a draft.</summary>
    Task<ListingContent?> ReadOpenAsync(string listingId, CancellationToken cancellationToken);
}
