using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Vendors.Licences;

/// <summary>The licence that a vendor's last request for verification names, which names a person.</summary>
internal sealed class VendorLicences(VendorStore vendors, AttachmentService attachments, FindingTexts texts, ProtectedAccess access)
{
    /// <summary>
    /// Shows reviewers of its region, and the company itself, the licence. The access is recorded before the link is given: what cannot be recorded is
    /// not shown.
    /// </summary>
    public async Task<IResult> ReadAsync(string id, QueryValues query, RequestContext context, CancellationToken cancellationToken)
    {
        if (await vendors.FindAsync(id, cancellationToken) is not { State: { Verification: { } verification } vendor } || !context.Access.Covers(vendor.Owner)
            || await FindAsync(vendor, attachments, cancellationToken) is not { } file)
        {
            return Problems.NotFound();
        }

        var link = await attachments.LinkAsync(OwnLicences.ParentOf(vendor.Code), verification.AttachmentId, cancellationToken);
        if (link.IsRefused)
        {
            return new Problem(link.Refusal);
        }

        if (await access.RecordAsync(context, query, VendorActions.LicenceRead, VendorStore.Type.ChainOf(vendor.Code.Value), cancellationToken) is { } refusal)
        {
            return new Problem(refusal);
        }

        return ApiResults.Ok(new VendorLicence(
            vendor.Revision, vendor.Profile.Name!, link.Value, [.. file.Findings.Select(finding => texts.ToItem(finding, context.Language))]));
    }

    /// <summary>The file; null when it was removed, or there was no request.</summary>
    public static async Task<AttachmentFile?> FindAsync(Vendor vendor, AttachmentService attachments, CancellationToken cancellationToken) =>
        (await attachments.ListAsync(OwnLicences.ParentOf(vendor.Code), cancellationToken))
            .FirstOrDefault(file => file.Id == vendor.Verification?.AttachmentId);
}
