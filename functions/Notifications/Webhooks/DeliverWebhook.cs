using Marketplace.Hosting.Functions;
using Marketplace.Outbox.Messages;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>
/// Sends notifications to receivers: each at least once under a stable id, in no promised order. A failed attempt is sent to the queue anew
/// with its pause, so that the host's own tries are left for faults of ours.
/// </summary>
internal sealed class DeliverWebhook(DeliveryLogWriter logs, DeliveryAttempts attempts, WebhookReplay replays)
{
    public Task RunAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        var message = MessageEnvelope.Parse(delivery.Text);
        if (NotificationsPosted.Type.Read(message) is { } posted)
        {
            return logs.WriteAsync(posted, cancellationToken);
        }

        if (DeliveryDue.Type.Read(message) is { } due)
        {
            return attempts.AttemptAsync(due, cancellationToken);
        }

        if (DeliveryReplay.Type.Read(message) is { } repeated)
        {
            return attempts.RepeatAsync(repeated, cancellationToken);
        }

        if (LogReplay.Type.Read(message) is { } replay)
        {
            return replays.RunAsync(replay, cancellationToken);
        }

        throw message.Unknown();
    }
}
