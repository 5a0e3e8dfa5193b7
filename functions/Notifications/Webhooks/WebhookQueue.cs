using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>The queue that deliveries wait in.</summary>
internal sealed class WebhookQueue(QueueClient queue)
{
    public const string Name = "webhooks";

    /// <summary>Notices of one message; more would not fit into 48 KiB with the longest recipients.</summary>
    private const int NoticesAtOnce = 50;

    public async Task AnnounceAsync(IEnumerable<Notification> notices, CancellationToken cancellationToken)
    {
        foreach (var part in notices.Chunk(NoticesAtOnce))
        {
            await SendAsync(new WebhookMessage(WebhookMessage.Posted, [.. part.SelectMany(static notice => new[] { notice.Recipient.ToString(), notice.Id })]), TimeSpan.Zero, cancellationToken);
        }
    }

    public async Task SendAsync(WebhookMessage message, TimeSpan hidden, CancellationToken cancellationToken) =>
        await queue.SendMessageAsync(message.ToText(), hidden, Timeout.InfiniteTimeSpan, cancellationToken);
}
