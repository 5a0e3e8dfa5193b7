using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Values;
using Marketplace.Functions.Vendors.Profile;
using Marketplace.Identity;

namespace Marketplace.Functions.Vendors.State;

/// <summary>What each action makes of a vendor, where <see cref="VendorLifecycle"/> allows it.</summary>
internal static class VendorRules
{
    public static Decided<Vendor> Register(CreditCode code, VendorProfile profile, IReadOnlyList<Contact> contacts, DateTimeOffset now) => new Vendor
    {
        Code = code,
        Revision = 1,
        Profile = profile,
        Contacts = contacts,
        RegisteredAt = now,
        UpdatedAt = now,
    };

    /// <summary>
    /// A verified name is the licence's: under another name the vendor is only registered again. A request that waits stays, for a reviewer to see the new
    /// name.
    /// </summary>
    public static Decided<Vendor> Update(Vendor vendor, VendorProfile profile, IReadOnlyList<Contact> contacts, DateTimeOffset now)
    {
        var isRenamed = profile.Name != vendor.Profile.Name;
        var verification = isRenamed && vendor.Verification?.State is VerificationState.Accepted ? null : vendor.Verification;
        return Change(vendor, VendorAction.Update, now, vendor with { Profile = profile, Contacts = contacts, Verification = verification });
    }

    /// <summary>Another licence than the accepted one makes a verified vendor a registered one until it is accepted too.</summary>
    public static Decided<Vendor> RequestVerification(Vendor vendor, string attachmentId, string fileName, DateTimeOffset now) =>
        Change(vendor, VendorAction.RequestVerification, now, vendor with { Verification = new(VerificationState.Requested, attachmentId, fileName, now) });

    public static Decided<Vendor> Accept(Vendor vendor, string? reason, DateTimeOffset now) =>
        Decide(vendor, VendorAction.Accept, VerificationState.Accepted, reason, now);

    public static Decided<Vendor> Refuse(Vendor vendor, string? reason, DateTimeOffset now) =>
        Decide(vendor, VendorAction.Refuse, VerificationState.Refused, reason, now);

    public static Decided<Vendor> Suspend(Vendor vendor, string reason, DateTimeOffset now) =>
        Change(vendor, VendorAction.Suspend, now, vendor with { Suspension = new(now, reason) });

    public static Decided<Vendor> Resume(Vendor vendor, DateTimeOffset now) =>
        Change(vendor, VendorAction.Resume, now, vendor with { Suspension = null });

    private static Decided<Vendor> Decide(Vendor vendor, VendorAction action, VerificationState state, string? reason, DateTimeOffset now) =>
        Change(vendor, action, now,
            vendor with { Verification = vendor.Verification is { } request ? request with { State = state, DecidedAt = now, Reason = reason } : null });

    private static Decided<Vendor> Change(Vendor before, VendorAction action, DateTimeOffset now, Vendor after) =>
        VendorLifecycle.Table.Move(VendorLifecycle.StageOf(before), action).Refusal is { } refusal
            ? refusal
            : after with { Revision = before.Revision + 1, UpdatedAt = now };
}
