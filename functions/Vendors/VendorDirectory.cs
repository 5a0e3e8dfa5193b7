using Marketplace.Functions.Vendors.State;
using Marketplace.Identity;

namespace Marketplace.Functions.Vendors;

/// <summary>What other capabilities ask of a vendor.</summary>
/// <param name="Code">Its credit code.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Where it stands; a suspended one may not submit.</param>
internal sealed record VendorSummary(CreditCode Code, string Name, VendorState State)
{
    /// <summary>Whether a reviewer has accepted its licence and nothing has been suspended or renamed since.</summary>
    public bool IsVerified => State is VendorState.Verified;
}

/// <summary>Answers other capabilities about vendors: one point read each.</summary>
internal sealed class VendorDirectory(VendorStore store)
{
    /// <summary>The vendor that signed up under this code; null when none has.</summary>
    public async Task<VendorSummary?> FindAsync(CreditCode code, CancellationToken cancellationToken) =>
        await store.ReadAsync(code, cancellationToken) is { State: var vendor } ? new(vendor.Code, vendor.Profile.Name!, vendor.State) : null;
}
