using Marketplace.Audit;
using Marketplace.Functions.Notifications;

namespace Marketplace.Functions.Persons.Erasures;

/// <summary>Every operator hears of every step of an erasure; a notification is called as the action it tells of.</summary>
internal sealed class ErasureNotifications : INotificationSource
{
    public string Chains => ErasureStore.Type.Name;

    public Task<NotificationSubject?> FindAsync(string partition, CancellationToken cancellationToken) =>
        Task.FromResult<NotificationSubject?>(new NotificationSubject(Recipient.Operators, partition, null));

    public IEnumerable<(string Code, Recipient Recipient)> Tell(AuditRecord record, NotificationSubject subject) => [(record.Action, subject.Owner)];
}
