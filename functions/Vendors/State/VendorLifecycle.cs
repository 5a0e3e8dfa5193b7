using System.Collections.Frozen;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

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

/// <summary>The life of a vendor (product.md “Vendors”) as one table: which action may follow which stage, and the code that refuses the others.</summary>
internal static class VendorLifecycle
{
    private const string NotRequested = "verificationNotRequested";
    private const string NotSuspended = "vendorNotSuspended";
    private const string Suspended = "vendorSuspended";

    /// <summary>Refusals by stage and action; what is not in it is allowed.</summary>
    private static readonly FrozenDictionary<(VendorStage, VendorAction), string> Refusals = new Dictionary<(VendorStage, VendorAction), string>
    {
        [(VendorStage.Registered, VendorAction.Accept)] = NotRequested,
        [(VendorStage.Registered, VendorAction.Refuse)] = NotRequested,
        [(VendorStage.Registered, VendorAction.Resume)] = NotSuspended,
        [(VendorStage.AwaitingVerification, VendorAction.Resume)] = NotSuspended,
        [(VendorStage.Verified, VendorAction.Accept)] = NotRequested,
        [(VendorStage.Verified, VendorAction.Refuse)] = NotRequested,
        [(VendorStage.Verified, VendorAction.Resume)] = NotSuspended,
        [(VendorStage.Suspended, VendorAction.RequestVerification)] = Suspended,
        [(VendorStage.Suspended, VendorAction.Accept)] = Suspended,
        [(VendorStage.Suspended, VendorAction.Refuse)] = Suspended,
        [(VendorStage.Suspended, VendorAction.Suspend)] = Suspended,
    }.ToFrozenDictionary();

    public static VendorStage StageOf(Vendor vendor) => vendor.State switch
    {
        VendorState.Suspended => VendorStage.Suspended,
        VendorState.Verified => VendorStage.Verified,
        _ => vendor.Verification?.State is VerificationState.Requested ? VendorStage.AwaitingVerification : VendorStage.Registered,
    };

    /// <summary>Why an action cannot follow a stage; null when it can.</summary>
    public static Refusal? RefusalOf(VendorStage stage, VendorAction action) =>
        Refusals.TryGetValue((stage, action), out var code) ? new Refusal(code) : null;
}
