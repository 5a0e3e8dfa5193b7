using Marketplace.Functions.Checks;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Vendors;
using Marketplace.Identity;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>Tells the reviewer of a product whose vendor's licence nobody has verified.</summary>
internal sealed class VendorCheck(VendorDirectory vendors) : ICheck
{
    public string Name => "vendor";

    public TimeSpan Deadline => TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<Finding>> RunAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        if (subject.Content is not ProductContent product || !CreditCode.TryParse(product.Vendor, out var code))
        {
            return [];
        }

        return await vendors.FindAsync(code, cancellationToken) is { IsVerified: true }
            ? []
            : [new Finding("vendorNotVerified", FindingSeverity.Error, "vendor")];
    }
}
