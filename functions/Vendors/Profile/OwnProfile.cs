using Marketplace.Aggregates;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Vendors.State;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Outbox;

namespace Marketplace.Functions.Vendors.Profile;

/// <summary>A company's own profile: registering, reading, editing. However many register at once under one credit code, one vendor comes of it.</summary>
internal static class OwnProfile
{
    /// <summary>Where a vendor finds itself.</summary>
    public const string Location = "/api/vendors/me";

    public static async Task<IResult> ReadAsync(VendorStore vendors, RequestContext context, CancellationToken cancellationToken) =>
        await vendors.ReadAsync(context.Caller.CreditCode!.Value, cancellationToken) is { State: var vendor }
            ? ApiResults.Ok(VendorAccount.Of(vendor), vendors.TagOf(vendor))
            : Problems.NotFound();

    public static async Task<IResult> PutAsync(
        JsonBody<VendorProfileRequest> body, PutPrecondition precondition, VendorStore vendors, ReferenceData reference, RequestContext context,
        CancellationToken cancellationToken)
    {
        if (VendorProfileRules.Check(body.Value, reference) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var code = context.Caller.CreditCode!.Value;
        var stored = await vendors.ReadAsync(code, cancellationToken);
        if (precondition.Check(stored is null ? null : vendors.TagOf(stored.State)) is { } unmet)
        {
            return unmet;
        }

        var (profile, contacts) = (VendorProfileRules.Normalize(body.Value), VendorProfileRules.NormalizeContacts(body.Value));
        if (stored is not null && IsSame(stored.State, profile, contacts))
        {
            return ApiResults.Ok(VendorAccount.Of(stored.State), vendors.TagOf(stored.State));
        }

        var decided = stored is null ? VendorRules.Register(code, profile, contacts, context.Now)
            : VendorRules.Update(stored.State, profile, contacts, context.Now);
        if (decided.IsRefused)
        {
            return new Problem(decided.Refusal);
        }

        var (after, action) = (decided.Value, stored is null ? VendorActions.Registered : VendorActions.Updated);
        if (await vendors.CommitAsync(new Change<Vendor>(stored, after, context.Audit.Of(action)), cancellationToken) is not OutboxOutcome.Committed)
        {
            return await vendors.StaleAsync(code.Value, cancellationToken);
        }

        return stored is null
            ? ApiResults.Created(Location, VendorAccount.Of(after), vendors.TagOf(after))
            : ApiResults.Ok(VendorAccount.Of(after), vendors.TagOf(after));
    }

    /// <summary>What changes nothing makes no revision, so that saving again and again costs no decision its validity.</summary>
    private static bool IsSame(Vendor vendor, VendorProfile profile, IReadOnlyList<Contact> contacts) =>
        VendorProfileJson.Write(vendor.Profile).AsSpan().SequenceEqual(VendorProfileJson.Write(profile)) && vendor.Contacts.SequenceEqual(contacts);
}
