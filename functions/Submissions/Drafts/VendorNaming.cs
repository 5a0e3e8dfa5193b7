using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Values;
using Marketplace.Functions.Vendors;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Identity;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Products come from vendors that have a profile and are not suspended, under the name that stands there.</summary>
internal sealed class VendorNaming(VendorDirectory vendors)
{
    /// <summary>The content with its vendor's name of now; content of other kinds as it is.</summary>
    public async Task<Decided<ListingContent>> NameAsync(ListingContent content, CancellationToken cancellationToken)
    {
        if (content is not ProductContent product || !CreditCode.TryParse(product.Vendor, out var code))
        {
            return content;
        }

        return await vendors.FindAsync(code, cancellationToken) switch
        {
            null => new Refusal("vendorProfileMissing"),
            { State: VendorState.Suspended } => new Refusal("vendorSuspended"),
            var vendor => product with { VendorName = vendor.Name },
        };
    }
}
