namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Removes deliveries past their lifetime and those of removed receivers, up to a limit each day; the rest waits for the next.</summary>
internal sealed class SweepDeliveries(WebhookStore webhooks, TimeProvider time)
{
    private const int MaxPerRun = 5_000;

    private static readonly TimeSpan DeliveredLifetime = TimeSpan.FromDays(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (now, left) = (time.GetUtcNow(), MaxPerRun);
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
