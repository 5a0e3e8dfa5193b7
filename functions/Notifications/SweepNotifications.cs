using Marketplace.Functions.Notifications.Webhooks;

namespace Marketplace.Functions.Notifications;

/// <summary>Removes what was told and delivered long ago, so much a day; what is left over is for the next day.</summary>
internal sealed class SweepNotifications(NotificationStore notices, WebhookStore webhooks, TimeProvider time)
{
    private const int MostPerRun = 5_000;

    private static readonly TimeSpan DeliveredLifetime = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var left = MostPerRun - await notices.RemoveAsync(now - Notification.Lifetime, MostPerRun, cancellationToken);
        foreach (var webhook in await webhooks.ReadAllAsync(cancellationToken))
        {
            if (!webhook.IsRemoved)
            {
                left -= await webhooks.RemoveAsync(webhook.Name, now - DeliveredLifetime, DeliveryState.Delivered, left, cancellationToken);
            }

            left -= await webhooks.RemoveAsync(webhook.Name, webhook.IsRemoved ? now : now - Notification.Lifetime, null, left, cancellationToken);
        }
    }
}
