using Marketplace.Functions.Access;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Vendors.Licences;

/// <summary>Licences (营业执照): announced here, uploaded straight to storage, and shown to whoever decides about them.</summary>
internal static class LicenceEndpoints
{
    /// <summary>A file of 100 MB is read through once.</summary>
    private static readonly TimeSpan CompletionLimit = TimeSpan.FromMinutes(2);

    public static void MapLicences(this RouteGroupBuilder vendors)
    {
        vendors.MapGet("/me/licence", ListAsync).WithName("listOwnLicences").WithSummary("The licences the caller's company has handed in")
            .Allow(Permissions.ReadOwnVendor).Produces<LicenceList>();
        vendors.MapPost("/me/licence", AnnounceAsync).WithName("announceLicence").WithSummary("Announce a licence; the answer says where to upload it")
            .Allow(Permissions.KeepVendor).Produces<AttachmentTicket>(201).Refuses("attachmentLimit", ProblemCodes.NotFound, ProblemCodes.IdempotencyKeyReused, ProblemCodes.Busy)
            .BodyExample("""{"fileName":"营业执照.pdf","contentType":"application/pdf","length":204800}""");
        vendors.MapPost("/me/licence/{attachmentId}/complete", CompleteAsync).WithName("completeLicence").WithSummary("Have an upload inspected; repeating it tells where the licence stands")
            .Allow(Permissions.KeepVendor).Produces<AttachmentItem>().TimeLimit(CompletionLimit).ConcurrencyLimit(16)
            .Refuses("uploadChanged", "uploadDiffers", "uploadIncomplete", "uploadMissing");
        vendors.MapPost("/me/verification", RequestAsync).WithName("requestVendorVerification").WithSummary("Ask for verification with a licence that was handed in")
            .Allow(Permissions.KeepVendor).Produces<VendorAccount>(202).Refuses("licenceNotUsable", "vendorSuspended", ProblemCodes.NotFound, ProblemCodes.Stale)
            .BodyExample("""{"attachmentId":"0123456789abcdef0123456789abcdef"}""");
        vendors.MapGet("/{id}/licence", ShowAsync).WithName("getVendorLicence").WithSummary("A link to the licence of a vendor that asked for verification, for five minutes")
            .Allow(Permissions.ReadLicences).Produces<VendorLicence>().Refuses("attachmentNotClean");
    }

    private static Task<IResult> ListAsync(HandInLicence licences, AccessScope access, HttpRequest request, CancellationToken cancellationToken) =>
        licences.ListAsync(access.Caller.CreditCode!.Value, request.LanguageOf(), cancellationToken);

    private static Task<IResult> AnnounceAsync(
        JsonBody<AttachmentRequest> body, IdempotencyKey key, HandInLicence licences, AccessScope access, CancellationToken cancellationToken) =>
        licences.AnnounceAsync(access.Caller.CreditCode!.Value, body.Value, access.Caller, key, cancellationToken);

    private static Task<IResult> CompleteAsync(string attachmentId, HandInLicence licences, AccessScope access, HttpRequest request, CancellationToken cancellationToken) =>
        licences.CompleteAsync(access.Caller.CreditCode!.Value, attachmentId, request.LanguageOf(), cancellationToken);

    private static Task<IResult> RequestAsync(
        JsonBody<VerificationRequest> body, HandInLicence licences, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        licences.RequestAsync(access.Caller.CreditCode!.Value, body.Value, Audited.By(access, trace, time), cancellationToken);

    private static Task<IResult> ShowAsync(string id, ShowLicence licence, AccessScope access, HttpRequest request, CancellationToken cancellationToken) =>
        licence.ReadAsync(id, access, request.LanguageOf(), cancellationToken);
}
