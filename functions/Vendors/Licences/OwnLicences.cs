using Marketplace.Aggregates;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Values;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;

namespace Marketplace.Functions.Vendors.Licences;

/// <summary>A company uploads its licence (营业执照) and asks for verification with it.</summary>
internal static class OwnLicences
{
    private const string Location = "/api/vendors/me/licence";

    /// <summary>Where a vendor's licences are kept: beside its state.</summary>
    public static AttachmentParent ParentOf(CreditCode code) => new(VendorStore.Type.Name, code.Value);

    public static async Task<Resource<LicenceList>> ListAsync(
        AttachmentService attachments, FindingTexts texts, RequestContext context, CancellationToken cancellationToken)
    {
        var files = await attachments.ListAsync(ParentOf(context.Caller.CreditCode!.Value), cancellationToken);
        return ApiResults.Ok(new LicenceList([.. files.Select(file => AttachmentItem.Of(file, texts, context.Language))]));
    }

    public static async Task<IResult> AnnounceAsync(
        JsonBody<AttachmentRequest> body, IdempotencyKey key, VendorStore vendors, AttachmentService attachments, RequestContext context,
        CancellationToken cancellationToken)
    {
        var code = context.Caller.CreditCode!.Value;
        if (await vendors.ReadAsync(code, cancellationToken) is null)
        {
            return Problems.NotFound();
        }

        var announced = await attachments.AnnounceAsync(new(ParentOf(code), Submission: null, body.Value, context.Caller, key.Value), cancellationToken);
        return announced.IsRefused ? new Problem(announced.Refusal)
            : ApiResults.Created(Location, announced.Value.Ticket, replayed: announced.Value.IsReplayed);
    }

    public static async Task<IResult> CompleteAsync(
        string attachmentId, AttachmentService attachments, FindingTexts texts, RequestContext context, CancellationToken cancellationToken)
    {
        var completed = await attachments.CompleteAsync(ParentOf(context.Caller.CreditCode!.Value), attachmentId, cancellationToken);
        return completed.IsRefused ? new Problem(completed.Refusal) : ApiResults.Ok(AttachmentItem.Of(completed.Value, texts, context.Language));
    }

    /// <summary>
    /// Asks with a licence that is inspected; its scan may still be under way, since nothing is accepted before it ends. Asking again with
    /// the licence that is waiting already, or was accepted, changes nothing.
    /// </summary>
    public static async Task<IResult> RequestVerificationAsync(
        JsonBody<VerificationRequest> body, VendorStore vendors, AttachmentService attachments, RequestContext context, CancellationToken cancellationToken)
    {
        if (body.Value.AttachmentId is not { Length: > 0 } id)
        {
            return Problems.Invalid(FieldError.Required("attachmentId"));
        }

        return await vendors.ChangeAsync(
            context.Caller.CreditCode!.Value.Value,
            new(VendorActions.VerificationRequested, async (stored, stop) => await DecideAsync(stored, id, attachments, context, stop))
            {
                IsVisible = static _ => true,
                Respond = (stored, _) => ApiResults.Accepted(OwnProfile.Location, VendorAccount.Of(stored.State), vendors.TagOf(stored.State)),
            },
            context,
            cancellationToken);
    }

    private static async Task<Decided<Vendor>> DecideAsync(
        Stored<Vendor> stored, string id, AttachmentService attachments, RequestContext context, CancellationToken cancellationToken)
    {
        if (stored.State.Verification is { State: not VerificationState.Refused } standing && standing.AttachmentId == id)
        {
            return stored.State;
        }

        var files = await attachments.ListAsync(ParentOf(stored.State.Code), cancellationToken);
        return files.FirstOrDefault(one => one.Id == id) switch
        {
            null => Refusal.Invalid(FieldError.UnknownCode("attachmentId").Accepting(Location)),
            { State: AttachmentState.Scanning or AttachmentState.Clean } file => VendorRules.RequestVerification(stored.State, id, file.FileName, context.Now),
            _ => new Refusal("licenceNotUsable"),
        };
    }
}
