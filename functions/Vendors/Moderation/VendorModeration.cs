using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Values;
using Marketplace.Functions.Vendors.Licences;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Vendors.Moderation;

/// <summary>
/// What reviewers decide about vendors of their region: verification, suspension, resumption. A decision names the version it saw; nobody decides
/// about their own company, or accepts a licence that nobody could look at.
/// </summary>
internal static class VendorModeration
{
    public static async Task<IResult> DecideAsync(
        string id, JsonBody<VerificationDecisionRequest> body, VendorStore vendors, AttachmentService attachments, RequestContext context,
        CancellationToken cancellationToken)
    {
        var (decision, reason, version) = body.Value;
        var errors = Check(reason, isRequired: decision is VerificationDecision.Refuse, version);
        errors.Required("decision", decision is not null);
        if (errors.All.Count > 0)
        {
            return Problems.Invalid(errors.All);
        }

        var change = decision is VerificationDecision.Refuse
            ? Change(VendorActions.VerificationRefused, vendor => VendorRules.Refuse(vendor, reason, context.Now), version, context)
            : OnlyWithCleanLicence(Change(VendorActions.Verified, vendor => VendorRules.Accept(vendor, reason, context.Now), version, context), attachments);
        return await vendors.ChangeAsync(id, change with { Reason = reason }, context, cancellationToken);
    }

    public static Task<IResult> SuspendAsync(
        string id, JsonBody<VendorMoveRequest> body, VendorStore vendors, RequestContext context, CancellationToken cancellationToken) =>
        MoveAsync(id, body.Value, Change(VendorActions.Suspended, vendor =>
            VendorRules.Suspend(vendor, body.Value.Reason!, context.Now), body.Value.Version, context), vendors, context, cancellationToken);

    public static Task<IResult> ResumeAsync(
        string id, JsonBody<VendorMoveRequest> body, VendorStore vendors, RequestContext context, CancellationToken cancellationToken) =>
        MoveAsync(id, body.Value, Change(VendorActions.Resumed, vendor => VendorRules.Resume(vendor, context.Now), body.Value.Version, context), vendors,
            context, cancellationToken);

    private static async Task<IResult> MoveAsync(
        string id, VendorMoveRequest request, ChangeRequest<Vendor> change, VendorStore vendors, RequestContext context, CancellationToken cancellationToken) =>
        Check(request.Reason, isRequired: true, request.Version).All is { Count: > 0 } errors
            ? Problems.Invalid(errors)
            : await vendors.ChangeAsync(id, change with { Reason = request.Reason }, context, cancellationToken);

    private static ChangeRequest<Vendor> Change(AuditAction action, Func<Vendor, Decided<Vendor>> rule, long? version, RequestContext context) =>
        new(action, vendor => IsOwn(vendor, context) ? new Refusal("ownCompany") : rule(vendor))
        {
            IsVisible = vendor => context.Access.Covers(vendor.Owner),
            IsCurrent = vendor => IsOwn(vendor, context) || vendor.Revision == version,
            Respond = static (stored, _) => ApiResults.Ok(VendorStanding.Of(stored.State), EntityTag.OfVersion(stored.State.Revision)),
        };

    private static ChangeRequest<Vendor> OnlyWithCleanLicence(ChangeRequest<Vendor> change, AttachmentService attachments) => change with
    {
        Decide = async (stored, stop) =>
        {
            var decided = await change.Decide(stored, stop);
            return decided.IsRefused || await IsLicenceCleanAsync(stored.State, attachments, stop) ? decided : new Refusal("licenceNotClean");
        },
    };

    private static bool IsOwn(Vendor vendor, RequestContext context) => context.Caller.CreditCode == vendor.Code;

    private static async Task<bool> IsLicenceCleanAsync(Vendor vendor, AttachmentService attachments, CancellationToken cancellationToken) =>
        await VendorLicences.FindAsync(vendor, attachments, cancellationToken) is { State: AttachmentState.Clean };

    private static FieldErrors Check(string? reason, bool isRequired, long? version)
    {
        var errors = new FieldErrors();
        errors.Text("reason", reason, most: 500, least: 2, required: isRequired, lines: true);
        errors.Required("version", version is not null);
        return errors;
    }
}
