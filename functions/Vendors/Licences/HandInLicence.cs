using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;

namespace Marketplace.Functions.Vendors.Licences;

/// <summary>A company hands in its licence (营业执照) and asks for verification with it.</summary>
internal sealed class HandInLicence(VendorStore store, VendorChanges changes, AttachmentService desk, FindingTexts texts)
{
    /// <summary>Type of the message that a licence is uploaded and waits for the scan.</summary>
    public const string Completed = "licence.completed.1";

    private const string Location = "/api/vendors/me/licence";

    /// <summary>Where a vendor's licences are kept: beside its state.</summary>
    public static AttachmentParent HomeOf(CreditCode code) => new(VendorStore.Chains, code.Value);

    public async Task<IResult> ListAsync(CreditCode code, Language language, CancellationToken cancellationToken) =>
        ApiResults.Ok(new LicenceList([.. (await desk.ListAsync(HomeOf(code), cancellationToken)).Select(file => AttachmentItem.Of(file, texts, language))]));

    public async Task<IResult> AnnounceAsync(CreditCode code, AttachmentRequest request, Caller caller, IdempotencyKey key, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(code, cancellationToken) is null)
        {
            return Problems.NotFound();
        }

        var announced = await desk.AnnounceAsync(HomeOf(code), submission: null, request, caller, key.Value, cancellationToken);
        return announced.IsRefused ? new Problem(announced.Refusal) : ApiResults.Created(Location, announced.Value.Ticket, replayed: announced.Value.IsReplayed);
    }

    public async Task<IResult> CompleteAsync(CreditCode code, string attachmentId, Language language, CancellationToken cancellationToken)
    {
        var completed = await desk.CompleteAsync(HomeOf(code), attachmentId, cancellationToken);
        return completed.IsRefused ? new Problem(completed.Refusal) : ApiResults.Ok(AttachmentItem.Of(completed.Value, texts, language));
    }

    /// <summary>
    /// Asks with a licence that is inspected; its scan may still be under way, since nothing is accepted before it ends. Asking again with
    /// the licence that is waiting already, or was accepted, changes nothing.
    /// </summary>
    public async Task<IResult> RequestAsync(CreditCode code, VerificationRequest request, Audited audited, CancellationToken cancellationToken)
    {
        if (request.AttachmentId is not { Length: > 0 } id)
        {
            return Problems.Invalid(FieldError.Required("attachmentId"));
        }

        if (await store.ReadAsync(code, cancellationToken) is not { } stored)
        {
            return Problems.NotFound();
        }

        if (stored.Vendor.Verification is { State: not VerificationState.Refused } standing && standing.AttachmentId == id)
        {
            return Accepted(stored.Vendor);
        }

        var files = await desk.ListAsync(HomeOf(code), cancellationToken);
        if (files.FirstOrDefault(one => one.Id == id) is not { } file)
        {
            return Problems.Invalid(FieldError.UnknownCode("attachmentId").Accepting(Location));
        }

        if (file.State is not (AttachmentState.Scanning or AttachmentState.Clean))
        {
            return Problems.Conflict("licenceNotUsable");
        }

        var decided = VendorRules.RequestVerification(stored.Vendor, id, file.FileName, audited.At);
        var (requested, problem) = await changes.CommitAsync(stored, decided, AuditAction.VendorVerificationRequested, audited, cancellationToken);
        return requested is null ? problem! : Accepted(requested);
    }

    private static Accepted<VendorAccount> Accepted(Vendor vendor) =>
        ApiResults.Accepted(Profile.KeepProfile.Location, VendorAccount.Of(vendor), VendorChanges.Tag(vendor));
}
