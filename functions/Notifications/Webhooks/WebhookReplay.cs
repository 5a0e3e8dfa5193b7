namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Sends a receiver's log anew from some place on, a part at a time.</summary>
internal sealed class WebhookReplay(WebhookStore webhooks, WebhookQueue queue)
{
    private const int DeliveriesAtOnce = 100;

    /// <summary>Asks for it; it is done when the queue gets to it.</summary>
    public Task RequestAsync(string webhook, string after, string id, CancellationToken cancellationToken) =>
        queue.SendAsync(new WebhookMessage(WebhookMessage.Replay, [webhook, after, id]), TimeSpan.Zero, cancellationToken);

    public async Task SpreadAsync(string webhook, string after, string id, CancellationToken cancellationToken)
    {
        var part = await webhooks.ReadLogAsync(webhook, after, null, DeliveriesAtOnce, cancellationToken).Take(DeliveriesAtOnce).ToListAsync(cancellationToken);
        foreach (var delivery in part)
        {
            await queue.SendAsync(new WebhookMessage(WebhookMessage.Again, [webhook, delivery.Place, id]), TimeSpan.Zero, cancellationToken);
        }

        if (part.Count == DeliveriesAtOnce)
        {
            await RequestAsync(webhook, part[^1].Place, id, cancellationToken);
        }
    }
}
