using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Vendors.State;
using Marketplace.Identity.Access;
using static Marketplace.Functions.Access.Permissions;

namespace Marketplace.Functions.Tests.Lifecycle;

/// <summary>The permission that each action of a state machine asks for; an action that is not here is the app's own.</summary>
internal static class LifecyclePermissions
{
    public const string System = "system";

    public static readonly IReadOnlyDictionary<LifecycleAction, Permission> OfSubmissions = new Dictionary<LifecycleAction, Permission>
    {
        [LifecycleAction.Save] = WriteSubmissions,
        [LifecycleAction.Submit] = WriteSubmissions,
        [LifecycleAction.Recall] = WriteSubmissions,
        [LifecycleAction.Discard] = WriteSubmissions,
        [LifecycleAction.Recheck] = RecheckSubmissions,
        [LifecycleAction.Claim] = ReviewSubmissions,
        [LifecycleAction.Release] = ReviewSubmissions,
        [LifecycleAction.Publish] = ReviewSubmissions,
        [LifecycleAction.RequestChanges] = ReviewSubmissions,
        [LifecycleAction.Reject] = ReviewSubmissions,
    };

    public static readonly IReadOnlyDictionary<LifecycleAction, Permission> OfListings = new Dictionary<LifecycleAction, Permission>
    {
        [LifecycleAction.Publish] = ReviewSubmissions,
        [LifecycleAction.Suspend] = SuspendListings,
        [LifecycleAction.Resume] = ResumeListings,
        [LifecycleAction.Withdraw] = WithdrawListings,
    };

    public static readonly IReadOnlyDictionary<VendorAction, Permission> OfVendors = new Dictionary<VendorAction, Permission>
    {
        [VendorAction.Update] = KeepVendor,
        [VendorAction.RequestVerification] = KeepVendor,
        [VendorAction.Accept] = VerifyVendors,
        [VendorAction.Refuse] = VerifyVendors,
        [VendorAction.Suspend] = SuspendVendors,
        [VendorAction.Resume] = ResumeVendors,
    };

    public static IEnumerable<string> RolesOf<TAction>(this IReadOnlyDictionary<TAction, Permission> permissions, TAction action) =>
        permissions.TryGetValue(action, out var permission) ? permission.Grants.Select(static grant => grant.Role) : [System];
}
