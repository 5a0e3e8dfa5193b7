using Marketplace.Functions.Attachments;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Listings.State;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;

namespace Marketplace.Functions.Listings.Details;

/// <summary>The files of published entries, for whoever may see the entry: a link for a few minutes, never the store's own address.</summary>
internal sealed class ReadAttachments(ListingStore store, AttachmentService desk)
{
    public async Task<IResult> LinkAsync(string id, string attachmentId, Caller caller, CancellationToken cancellationToken)
    {
        if (!ListingId.IsValid(id) || await store.ReadAsync(id, cancellationToken) is not { Listing: var listing } || !ListingVisibility.CanSee(caller, listing))
        {
            return Problems.NotFound();
        }

        if (listing.Content.Attachments?.Any(file => file.AttachmentId == attachmentId) is not true)
        {
            return Problems.NotFound();
        }

        var link = await desk.LinkAsync(new AttachmentParent(ListingStore.Chains, id), attachmentId, cancellationToken);
        return link.IsRefused ? new Problem(link.Refusal) : ApiResults.Ok(link.Value);
    }
}
