namespace Marketplace.Functions.Notifications;

/// <summary>Passes notifications on to others than their readers. It may hear of the same one twice, and never of one for a person.</summary>
internal interface INotificationListener
{
    /// <param name="notifications">They lie in their recipients' inboxes by now.</param>
    /// <param name="cancellationToken">Stops waiting; the same are announced again.</param>
    Task AnnounceAsync(IReadOnlyCollection<Notification> notifications, CancellationToken cancellationToken);
}
