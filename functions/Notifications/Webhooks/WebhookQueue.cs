using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>The queue that deliveries wait in.</summary>
internal sealed class WebhookQueue(QueueClient queue) : INotificationListener
{
    public const string Name = "webhooks";

    public async Task AnnounceAsync(IReadOnlyCollection<Notification> notifications, CancellationToken cancellationToken)
    {
        foreach (var part in notifications.Chunk(NotificationsPosted.MaxNotifications))
        {
            var posted = part.Select(static notification => new PostedNotification(notification.Recipient.ToString(), notification.Id)).ToList();
            await SendAsync(NotificationsPosted.Type.Write(new(posted)), TimeSpan.Zero, cancellationToken);
        }
    }

    /// <param name="message">The text of a message.</param>
    /// <param name="delay">How long it stays hidden first.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task SendAsync(string message, TimeSpan delay, CancellationToken cancellationToken) =>
        await queue.SendMessageAsync(message, delay, Timeout.InfiniteTimeSpan, cancellationToken);
}
