using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Vendors.Licences;

/// <summary>Shows reviewers of its region, and the company itself, the licence that the last request for verification names.</summary>
internal sealed class ShowLicence(VendorStore store, AttachmentService desk, FindingTexts texts)
{
    public async Task<IResult> ReadAsync(string id, AccessScope access, Language language, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, access, cancellationToken) is not { Verification: { } verification } vendor)
        {
            return Problems.NotFound();
        }

        if (await FileAsync(vendor, cancellationToken) is not { } file)
        {
            return Problems.NotFound();
        }

        var link = await desk.LinkAsync(HandInLicence.HomeOf(vendor.Code), verification.AttachmentId, cancellationToken);
        if (link.IsRefused)
        {
            return new Problem(link.Refusal);
        }

        return ApiResults.Ok(new VendorLicence(vendor.Revision, vendor.Profile.Name!, link.Value, [.. file.Findings.Select(finding => texts.ToItem(finding, language))]));
    }

    /// <summary>Whether the licence has passed its checks, so that it can be looked at.</summary>
    public async Task<bool> IsCleanAsync(Vendor vendor, CancellationToken cancellationToken) =>
        await FileAsync(vendor, cancellationToken) is { State: AttachmentState.Clean };

    private async Task<Vendor?> FindAsync(string id, AccessScope access, CancellationToken cancellationToken) =>
        CreditCode.TryNormalize(id, out var code) && await store.ReadAsync(code, cancellationToken) is { Vendor: var vendor } && access.Covers(vendor.Owner) ? vendor : null;

    private async Task<AttachmentFile?> FileAsync(Vendor vendor, CancellationToken cancellationToken) =>
        (await desk.ListAsync(HandInLicence.HomeOf(vendor.Code), cancellationToken)).FirstOrDefault(file => file.Id == vendor.Verification?.AttachmentId);
}
