using System.Globalization;
using Marketplace.Audit.Trail;
using Marketplace.Audit.Verification;
using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Notifications;

/// <summary>
/// Tells operators when the audit trail is broken, and receivers outside the storage account of every anchor's root: whoever changes the trail and
/// its anchors afterwards cannot change what they were sent.
/// </summary>
internal sealed class AuditNotifications(NotificationService service) : IAuditObserver
{
    public Task OnAnchoredAsync(Anchor anchor, CancellationToken cancellationToken) => service.PostAsync(
    [
        Notification.Of($"anchors#{anchor.Number}", Recipient.Witnesses, "audit.anchored", anchor.At) with
        {
            Values = new Dictionary<string, string>
            {
                ["name"] = anchor.Root,
                ["number"] = anchor.Number.ToString(CultureInfo.InvariantCulture),
                ["chains"] = anchor.Chains.ToString(CultureInfo.InvariantCulture),
                ["previous"] = anchor.Previous,
            },
        },
    ], cancellationToken);

    public Task OnBrokenAsync(BrokenLink broken, DateTimeOffset at, CancellationToken cancellationToken) =>
        PostAsync(broken, "audit.broken", null, at, cancellationToken);

    public Task OnAcknowledgedAsync(BrokenLink broken, string reason, DateTimeOffset at, CancellationToken cancellationToken) =>
        PostAsync(broken, "audit.breakAcknowledged", reason, at, cancellationToken);

    private Task PostAsync(BrokenLink broken, string code, string? reason, DateTimeOffset at, CancellationToken cancellationToken) => service.PostAsync(
    [
        Notification.Of(broken.ToString(), Recipient.Operators, code, at) with
        {
            Reason = reason,
            Values = new Dictionary<string, string> { ["name"] = broken.ToString() },
        },
    ], cancellationToken);
}
