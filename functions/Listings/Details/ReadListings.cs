using System.Text.Json;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Search;

namespace Marketplace.Functions.Listings.Details;

/// <summary>One entry, its published versions, and what belongs with it. What a caller may not see does not exist for it.</summary>
internal sealed class ReadListings(ListingStore store, ISearchIndex index, ReferenceData reference)
{
    private const int MostRelated = 20;

    public async Task<IResult> DetailAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        await FindAsync(id, caller, cancellationToken) is { } listing
            ? ApiResults.Ok(ListingDetail.Of(listing, reference), Tag(listing))
            : Problems.NotFound();

    public async Task<IResult> VersionsAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, caller, cancellationToken) is not { } listing)
        {
            return Problems.NotFound();
        }

        var versions = await store.ReadVersionsAsync(id, cancellationToken);
        return ApiResults.Ok(new ListingVersions([.. versions.Select(ListingVersion.Of)]), EntityTag.OfVersion(listing.Version));
    }

    public async Task<IResult> RelatedAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, caller, cancellationToken) is not { } listing)
        {
            return Problems.NotFound();
        }

        var visible = ListingVisibility.FilterFor(caller);
        var linking = await index.SearchAsync(
            new SearchQuery { Filters = [visible, new KeywordFilter(IndexFields.Links, [id])], Sort = SearchSort.Newest, Limit = MostRelated }, cancellationToken);
        var linked = await store.ReadAsync(listing.Links, cancellationToken);
        var similar = await index.SimilarAsync(id, MostRelated, [visible], cancellationToken);
        return ApiResults.Ok(new RelatedListings(
            [.. linked.Where(found => found is not null && ListingVisibility.CanSee(caller, found.Listing)).Select(found => ListItem.Of(found!.Listing, reference)).Concat(Items(linking.Hits)).DistinctBy(item => item.Id)],
            Items(similar)));
    }

    /// <summary>The version of everything a caller can be shown of a listing.</summary>
    public static EntityTag Tag(Listing listing) => EntityTag.OfVersion(listing.Revision);

    private async Task<Listing?> FindAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        ListingId.IsValid(id) && await store.ReadAsync(id, cancellationToken) is { Listing: var listing } && ListingVisibility.CanSee(caller, listing) ? listing : null;

    private static ListItem[] Items(IEnumerable<SearchHit> hits) =>
        [.. hits.Select(hit => JsonSerializer.Deserialize(hit.Stored.Span, ListItemJson.Default.ListItem)!)];
}
