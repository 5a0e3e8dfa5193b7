using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Listings.State;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;

namespace Marketplace.Functions.Listings.Details;

/// <summary>An entry's contact, for officials only. The look is recorded before the contact is shown: what cannot be recorded is not shown.</summary>
internal sealed class ReadContacts(ListingStore store, ActorLog log)
{
    public async Task<IResult> ReadAsync(string id, Caller caller, Audited audited, CancellationToken cancellationToken)
    {
        if (!ListingId.IsValid(id) || await store.ReadAsync(id, cancellationToken) is not { Listing: var listing })
        {
            return Problems.NotFound();
        }

        if (!ListingVisibility.CanSee(caller, listing) || listing.Content.Contact is not { } contact)
        {
            return Problems.NotFound();
        }

        await log.RecordAsync(audited, AuditAction.ContactRead, ListingStore.ChainOf(id), cancellationToken);
        return ApiResults.Ok(contact);
    }
}
