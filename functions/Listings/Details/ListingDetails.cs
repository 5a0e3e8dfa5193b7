using System.Text.Json;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Search;

namespace Marketplace.Functions.Listings.Details;

/// <summary>One published listing, with what belongs to it. What a caller may not see does not exist for it.</summary>
internal sealed class ListingDetails(ListingStore listings, ISearchIndex index, ReferenceData reference, AttachmentService attachments, ProtectedAccess access)
{
    private const int MostRelated = 20;

    public async Task<IResult> ReadAsync(string id, RequestContext context, CancellationToken cancellationToken) =>
        await FindAsync(id, context, cancellationToken) is { } listing
            ? ApiResults.Ok(ListingDetail.Of(listing, reference), listings.TagOf(listing))
            : Problems.NotFound();

    public async Task<IResult> VersionsAsync(string id, RequestContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, context, cancellationToken) is not { } listing)
        {
            return Problems.NotFound();
        }

        var versions = await listings.ReadVersionsAsync(id, cancellationToken);
        return ApiResults.Ok(new ListingVersions([.. versions.Select(ListingVersion.Of)]), EntityTag.OfVersion(listing.Version));
    }

    /// <summary>A link to a file for a few minutes, never the store's own address.</summary>
    public async Task<IResult> LinkAsync(string id, string attachmentId, RequestContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, context, cancellationToken) is not { Content.Attachments: { } files } || files.All(file => file.AttachmentId != attachmentId))
        {
            return Problems.NotFound();
        }

        var link = await attachments.LinkAsync(new AttachmentParent(ListingStore.Type.Name, id), attachmentId, cancellationToken);
        return link.IsRefused ? new Problem(link.Refusal) : ApiResults.Ok(link.Value);
    }

    /// <summary>The contact, for officials only. The access is recorded before the contact is shown: what cannot be recorded is not shown.</summary>
    public async Task<IResult> ContactAsync(string id, QueryValues query, RequestContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, context, cancellationToken) is not { Content.Contact: { } contact })
        {
            return Problems.NotFound();
        }

        return await access.RecordAsync(context, query, TrailActions.ContactRead, ListingStore.Type.ChainOf(id), cancellationToken) is { } refusal
            ? new Problem(refusal)
            : ApiResults.Ok(contact);
    }

    public async Task<IResult> RelatedAsync(string id, RequestContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, context, cancellationToken) is not { } listing)
        {
            return Problems.NotFound();
        }

        var visible = ListingVisibility.FilterFor(context.Caller);
        var linking = await index.SearchAsync(
            new SearchQuery { Filters = [visible, new KeywordFilter(IndexFields.Links, [id])], Sort = SearchSort.Newest, Limit = MostRelated },
            cancellationToken);
        var linked = await listings.ReadAsync(listing.Links, cancellationToken);
        var similar = await index.SimilarAsync(id, MostRelated, [visible], cancellationToken);
        return ApiResults.Ok(new RelatedListings(
            [
                .. linked.Where(found => found is not null && ListingVisibility.CanSee(context.Caller, found.State))
                    .Select(found => ListItem.Of(found!.State, reference))
                    .Concat(Items(linking.Hits)).DistinctBy(item => item.Id),
            ],
            Items(similar)));
    }

    private async Task<Listing?> FindAsync(string id, RequestContext context, CancellationToken cancellationToken) =>
        await listings.FindAsync(id, cancellationToken) is { State: var listing } && ListingVisibility.CanSee(context.Caller, listing) ? listing : null;

    private static ListItem[] Items(IEnumerable<SearchHit> hits) =>
        [.. hits.Select(hit => JsonSerializer.Deserialize(hit.Stored.Span, ListItemJson.Default.ListItem)!)];
}
