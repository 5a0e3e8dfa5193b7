namespace Marketplace.Functions.Listings;

/// <summary>What an instance decides about its lists.</summary>
/// <param name="AllowSamples">Whether listings of the source <c>sample</c> are taken: development only.</param>
internal sealed record ListingOptions(bool AllowSamples);
