namespace Marketplace.Functions.Notifications;

/// <summary>Removes notifications and marks past their lifetime, up to a limit each day; the rest waits for the next.</summary>
internal sealed class SweepNotifications(NotificationStore notifications, TimeProvider time)
{
    private const int MaxPerRun = 5_000;

    public Task RunAsync(CancellationToken cancellationToken) =>
        notifications.RemoveAsync(time.GetUtcNow() - Notification.Lifetime, MaxPerRun, cancellationToken);
}
