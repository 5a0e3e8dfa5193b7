using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;

namespace Marketplace.Functions.Audit;

/// <summary>Tells others what becomes of the trail. It may hear of the same thing twice.</summary>
internal interface IAuditObserver
{
    /// <summary>An anchor was made; its root is worth keeping outside the storage account.</summary>
    Task OnAnchoredAsync(Anchor anchor, CancellationToken cancellationToken);

    /// <summary>A break was found.</summary>
    Task OnBrokenAsync(BrokenLink broken, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>An operator acknowledged a break.</summary>
    Task OnAcknowledgedAsync(BrokenLink broken, string reason, DateTimeOffset at, CancellationToken cancellationToken);
}
