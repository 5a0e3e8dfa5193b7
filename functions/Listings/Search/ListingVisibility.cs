using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Identity;
using Marketplace.Search;

namespace Marketplace.Functions.Listings.Search;

/// <summary>
/// Which published listings a caller may know of. One rule for results, totals, facet counts, suggestions, related listings
/// and exports, so that no number reveals what is hidden.
/// </summary>
internal static class ListingVisibility
{
    private static readonly string Everyone = CamelCase<Audience>.Name(Audience.Everyone);
    private static readonly string Government = CamelCase<Audience>.Name(Audience.Government);
    private static readonly KeywordFilter ForEveryone = new(IndexFields.Audience, [Everyone]) { Required = true };
    private static readonly KeywordFilter ForGovernment = new(IndexFields.Audience, [Everyone, Government]) { Required = true };

    /// <summary>The filter that every question to the index carries.</summary>
    public static KeywordFilter FilterFor(Caller caller) => IsGovernment(caller) ? ForGovernment : ForEveryone;

    /// <summary>The same rule for one listing that was read from storage.</summary>
    public static bool CanSee(Caller caller, Listing listing) =>
        listing.IsVisible && (listing.Content.Audience is not Audience.Government || IsGovernment(caller));

    /// <summary>Officials and operators, who see what is for the government only.</summary>
    public static bool IsGovernment(Caller caller) => caller.Is(Role.GovUser) || caller.Is(Role.GovReviewer) || caller.Is(Role.Operator);
}
