using Marketplace.Functions.Lifecycle;
using Marketplace.Hosting.ProblemDetails;
using static Marketplace.Functions.Vendors.State.VendorAction;
using static Marketplace.Functions.Vendors.State.VendorStage;

namespace Marketplace.Functions.Vendors.State;

/// <summary>Where a vendor is in its life; finer than the state it shows, because a request that waits allows other actions.</summary>
internal enum VendorStage
{
    Registered,
    AwaitingVerification,
    Verified,
    Suspended,
}

/// <summary>What can be done to a vendor that exists.</summary>
internal enum VendorAction
{
    Update,
    RequestVerification,
    Accept,
    Refuse,
    Suspend,
    Resume,
}

/// <summary>The life of a vendor (product.md “Vendors”).</summary>
internal static class VendorLifecycle
{
    public static readonly StateMachine<VendorStage, VendorAction> Table = new(
        Refuse,
        new(Update, [Registered, AwaitingVerification, Verified, VendorStage.Suspended], null),
        new(RequestVerification, [Registered, AwaitingVerification, Verified], AwaitingVerification),
        new(Accept, [AwaitingVerification], Verified),
        new(VendorAction.Refuse, [AwaitingVerification], Registered),
        new(Suspend, [Registered, AwaitingVerification, Verified], VendorStage.Suspended),
        // Back to the stage it was in, which suspending left as it was.
        new(Resume, [VendorStage.Suspended], null));

    public static VendorStage StageOf(Vendor vendor) => vendor.State switch
    {
        VendorState.Suspended => VendorStage.Suspended,
        VendorState.Verified => Verified,
        _ => vendor.Verification?.State is VerificationState.Requested ? AwaitingVerification : Registered,
    };

    private static Refusal Refuse(VendorStage stage, VendorAction action, IEnumerable<VendorStage> possible) =>
        new(stage is VendorStage.Suspended ? "vendorSuspended" : action is Resume ? "vendorNotSuspended" : "verificationNotRequested");
}
