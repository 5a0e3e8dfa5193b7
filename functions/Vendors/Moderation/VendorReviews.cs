using Marketplace.Functions.Audit;
using Marketplace.Functions.Values;
using Marketplace.Functions.Vendors.Licences;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Vendors.Moderation;

/// <summary>What reviewers decide about vendors of their region: verification, suspension, resumption. A decision names the version it saw; nobody decides about their own company, or accepts a licence that nobody could look at.</summary>
internal sealed class VendorReviews(VendorStore store, VendorChanges changes, ShowLicence licences)
{
    public Task<IResult> DecideAsync(string id, VerificationDecisionRequest request, AccessScope access, Audited audited, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.Required("decision", request.Decision is not null);
        CheckReason(request.Reason, request.Decision is VerificationDecision.Refuse, errors);
        var (action, rule) = request.Decision is VerificationDecision.Accept
            ? (AuditAction.VendorVerified, (Func<Vendor, Decided<Vendor>>)(vendor => VendorRules.Accept(vendor, request.Reason, audited.At)))
            : (AuditAction.VendorVerificationRefused, vendor => VendorRules.Refuse(vendor, request.Reason, audited.At));
        return ApplyAsync(id, request.Version, request.Reason, errors, access, audited, action, rule, cancellationToken);
    }

    public Task<IResult> SuspendAsync(string id, VendorMoveRequest request, AccessScope access, Audited audited, CancellationToken cancellationToken) =>
        MoveAsync(id, request, access, audited, AuditAction.VendorSuspended, vendor => VendorRules.Suspend(vendor, request.Reason!, audited.At), cancellationToken);

    public Task<IResult> ResumeAsync(string id, VendorMoveRequest request, AccessScope access, Audited audited, CancellationToken cancellationToken) =>
        MoveAsync(id, request, access, audited, AuditAction.VendorResumed, vendor => VendorRules.Resume(vendor, audited.At), cancellationToken);

    private Task<IResult> MoveAsync(
        string id, VendorMoveRequest request, AccessScope access, Audited audited, AuditAction action, Func<Vendor, Decided<Vendor>> rule, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        CheckReason(request.Reason, isRequired: true, errors);
        return ApplyAsync(id, request.Version, request.Reason, errors, access, audited, action, rule, cancellationToken);
    }

    private async Task<IResult> ApplyAsync(
        string id,
        long? version,
        string? reason,
        FieldErrors errors,
        AccessScope access,
        Audited audited,
        AuditAction action,
        Func<Vendor, Decided<Vendor>> rule,
        CancellationToken cancellationToken)
    {
        errors.Required("version", version is not null);
        if (errors.All.Count > 0)
        {
            return Problems.Invalid(errors.All);
        }

        if (!CreditCode.TryNormalize(id, out var code) || await store.ReadAsync(code, cancellationToken) is not { } stored || !access.Covers(stored.Vendor.Owner))
        {
            return Problems.NotFound();
        }

        if (access.Caller.CreditCode == code)
        {
            return Problems.Conflict("ownCompany");
        }

        if (stored.Vendor.Revision != version)
        {
            return Problems.Stale(VendorChanges.Tag(stored.Vendor));
        }

        var decided = rule(stored.Vendor);
        if (action == AuditAction.VendorVerified && !decided.IsRefused && !await licences.IsCleanAsync(stored.Vendor, cancellationToken))
        {
            return Problems.Conflict("licenceNotClean");
        }

        var (changed, problem) = await changes.CommitAsync(stored, decided, action, audited, cancellationToken, reason);
        return changed is null ? problem! : ApiResults.Ok(VendorStanding.Of(changed), VendorChanges.Tag(changed));
    }

    private static void CheckReason(string? reason, bool isRequired, FieldErrors errors) =>
        errors.Text("reason", reason, most: 500, least: 2, required: isRequired, lines: true);
}
