using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;

namespace Marketplace.Functions.Vendors.Profile;

/// <summary>A company's own profile: signing up, reading, editing. However many sign up at once under one code, one vendor comes of it.</summary>
internal sealed class KeepProfile(VendorStore store, VendorChanges changes, ReferenceData reference)
{
    /// <summary>Where a vendor finds itself.</summary>
    public const string Location = "/api/vendors/me";

    public async Task<IResult> ReadAsync(CreditCode code, CancellationToken cancellationToken) =>
        await store.ReadAsync(code, cancellationToken) is { Vendor: var vendor } ? ApiResults.Ok(VendorAccount.Of(vendor), VendorChanges.Tag(vendor)) : Problems.NotFound();

    public async Task<IResult> PutAsync(CreditCode code, VendorProfileRequest request, PutPrecondition condition, Audited audited, CancellationToken cancellationToken)
    {
        if (VendorProfileRules.Check(request, reference) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var stored = await store.ReadAsync(code, cancellationToken);
        if (condition.Check(stored is null ? null : VendorChanges.Tag(stored.Vendor)) is { } unmet)
        {
            return unmet;
        }

        var (profile, contacts) = (VendorProfileRules.Normalize(request), VendorProfileRules.NormalizeContacts(request));
        return stored is null
            ? await RegisterAsync(VendorRules.Register(code, profile, contacts, audited.At), audited, cancellationToken)
            : await UpdateAsync(stored, profile, contacts, audited, cancellationToken);
    }

    private async Task<IResult> RegisterAsync(Vendor vendor, Audited audited, CancellationToken cancellationToken)
    {
        var (registered, problem) = await changes.CommitAsync(null, vendor, AuditAction.VendorRegistered, audited, cancellationToken);
        return registered is null ? problem! : ApiResults.Created(Location, VendorAccount.Of(registered), VendorChanges.Tag(registered));
    }

    private async Task<IResult> UpdateAsync(StoredVendor stored, VendorProfile profile, IReadOnlyList<Contact> contacts, Audited audited, CancellationToken cancellationToken)
    {
        if (IsSame(stored.Vendor, profile, contacts))
        {
            return ApiResults.Ok(VendorAccount.Of(stored.Vendor), VendorChanges.Tag(stored.Vendor));
        }

        var decided = VendorRules.Update(stored.Vendor, profile, contacts, audited.At);
        var (updated, problem) = await changes.CommitAsync(stored, decided, AuditAction.VendorUpdated, audited, cancellationToken);
        return updated is null ? problem! : ApiResults.Ok(VendorAccount.Of(updated), VendorChanges.Tag(updated));
    }

    /// <summary>What changes nothing makes no version, so that saving again and again costs no decision its validity.</summary>
    private static bool IsSame(Vendor vendor, VendorProfile profile, IReadOnlyList<Contact> contacts) =>
        VendorProfileJson.Write(vendor.Profile).AsSpan().SequenceEqual(VendorProfileJson.Write(profile)) && vendor.Contacts.SequenceEqual(contacts);
}
