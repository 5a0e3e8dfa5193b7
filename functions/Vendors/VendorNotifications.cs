using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Vendors.State;
using Marketplace.Identity;

namespace Marketplace.Functions.Vendors;

/// <summary>What a company hears of what reviewers decided about it; a notice is called as the deed it tells of.</summary>
internal sealed class VendorNotifications(VendorStore store) : INotificationSource
{
    private static readonly string[] Told =
        [VendorActions.Resumed.Code, VendorActions.Suspended.Code, VendorActions.VerificationRefused.Code, VendorActions.Verified.Code];

    public string Chains => VendorStore.Type.Name;

    public async Task<NotificationSubject?> FindAsync(string partition, CancellationToken cancellationToken) =>
        await store.ReadAsync(CreditCode.Parse(partition), cancellationToken) is { State: var vendor }
            ? new NotificationSubject(Recipient.Company(vendor.Code), vendor.Profile.Name!, vendor.Profile.Region) { Vendor = vendor.Code.Value }
            : null;

    public IEnumerable<(string Code, Recipient Recipient)> Tell(AuditRecord record, NotificationSubject subject) =>
        Told.Contains(record.Action) ? [(record.Action, subject.Owner)] : [];
}
