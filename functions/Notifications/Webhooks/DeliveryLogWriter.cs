namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Puts posted notifications into the logs of the receivers that want them, as deliveries to be made.</summary>
internal sealed class DeliveryLogWriter(NotificationStore notifications, NotificationTexts texts, WebhookStore webhooks, WebhookQueue queue, TimeProvider time)
{
    public async Task WriteAsync(NotificationsPosted posted, CancellationToken cancellationToken)
    {
        var receivers = (await webhooks.ReadAllAsync(cancellationToken)).Where(static webhook => !webhook.IsRemoved).ToList();
        if (receivers.Count == 0)
        {
            return;
        }

        foreach (var (recipient, id) in posted.Notifications)
        {
            if (await notifications.ReadAsync(Recipient.Parse(recipient), id, cancellationToken) is not { } stored)
            {
                continue;
            }

            foreach (var webhook in receivers.Where(webhook => WebhookRules.Matches(webhook, stored)))
            {
                await WriteAsync(webhook, stored, cancellationToken);
            }
        }
    }

    private async Task WriteAsync(Webhook webhook, StoredNotification stored, CancellationToken cancellationToken)
    {
        var notification = stored.Notification;
        var body = WebhookBody.Write(notification, texts);
        var delivery = new Delivery(webhook.Name, WebhookRows.PlaceOf(stored.PostedAt, notification.Id), notification.Id, notification.Code, body)
        {
            State = webhook.IsEnabled ? DeliveryState.Pending : DeliveryState.Held,
            DueAt = webhook.IsEnabled ? time.GetUtcNow() : null,
        };

        // One that is there may have been left by a run that died before it could send the message.
        var waiting = await webhooks.AddAsync(delivery, cancellationToken)
            ? delivery
            : await webhooks.ReadAsync(webhook.Name, delivery.Place, cancellationToken);
        if (waiting is { State: DeliveryState.Pending, Attempts: 0 })
        {
            await queue.SendAsync(DeliveryDue.Type.Write(new(waiting.Webhook, waiting.Place, 0)), TimeSpan.Zero, cancellationToken);
        }
    }
}
