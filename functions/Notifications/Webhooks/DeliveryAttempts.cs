using System.Globalization;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Makes the attempts at a delivery, one for each message, until the receiver takes it or it is given up.</summary>
internal sealed class DeliveryAttempts(WebhookStore webhooks, WebhookQueue queue, WebhookSender sender, WebhookSwitch failures, TimeProvider time)
{
    private static readonly TimeSpan ReplayPause = TimeSpan.FromSeconds(5);

    public Task AttemptAsync(DeliveryDue due, CancellationToken cancellationToken) => AttemptAsync(due.Webhook, due.Place, due.Attempts, cancellationToken);

    /// <summary>Makes a delivery again as part of a replay, whatever became of it before.</summary>
    public async Task RepeatAsync(DeliveryReplay replay, CancellationToken cancellationToken)
    {
        if (await webhooks.ReadAsync(replay.Webhook, replay.Place, cancellationToken) is not { } delivery)
        {
            return;
        }

        if (delivery.Replay != replay.Replay)
        {
            var anew = delivery with { State = DeliveryState.Pending, Attempts = 0, DueAt = time.GetUtcNow(), FinishedAt = null, Replay = replay.Replay };

            // Whoever was first has sent it a moment ago or is about to; the message comes again to make sure.
            if (!await webhooks.SaveAsync(anew, cancellationToken))
            {
                await queue.SendAsync(DeliveryReplay.Type.Write(replay), ReplayPause, cancellationToken);
                return;
            }
        }

        await AttemptAsync(replay.Webhook, replay.Place, null, cancellationToken);
    }

    /// <param name="name">The receiver.</param>
    /// <param name="place">Place of the delivery.</param>
    /// <param name="attempts">Attempts after which the message was sent: when more were made since, the message has been acted on; null to attempt in any
    /// case.</param>
    /// <param name="cancellationToken">Stops.</param>
    private async Task AttemptAsync(string name, string place, int? attempts, CancellationToken cancellationToken)
    {
        if (await webhooks.FindAsync(name, cancellationToken) is not { Webhook: var webhook }
            || await webhooks.ReadAsync(name, place, cancellationToken) is not { } delivery
            || string.CompareOrdinal(place, WebhookRows.StartOf(webhook)) < 0)
        {
            return;
        }

        // A run that died after giving up a delivery may not have come to switch the receiver off.
        if (delivery.State is DeliveryState.Dead)
        {
            await failures.SwitchOffIfFailingAsync(name, cancellationToken);
        }

        if (delivery.State is not DeliveryState.Pending || attempts < delivery.Attempts)
        {
            return;
        }

        if (!webhook.IsEnabled)
        {
            await webhooks.SaveAsync(delivery with { State = DeliveryState.Held, DueAt = null }, cancellationToken);
            return;
        }

        await SaveResultAsync(delivery, await sender.SendAsync(webhook, delivery, cancellationToken), cancellationToken);
    }

    /// <summary>Saves what came of an attempt. When somebody else was first, they have read the same message and done the same.</summary>
    private async Task SaveResultAsync(Delivery delivery, Attempt attempt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tried = delivery with { Attempts = delivery.Attempts + 1, LastStatus = attempt.Status, LastError = attempt.Error, DueAt = null };
        if (attempt.Error is null)
        {
            await webhooks.SaveAsync(tried with { State = DeliveryState.Delivered, FinishedAt = now }, cancellationToken);
            return;
        }

        if (attempt.Status is not StatusCodes.Status410Gone && WebhookRules.PauseAfter(tried.Attempts, Chance(delivery, tried.Attempts)) is { } pause)
        {
            // First the message, then the row: a crash between the two repeats an attempt, the other way round would lose all that are left.
            await queue.SendAsync(DeliveryDue.Type.Write(new(tried.Webhook, tried.Place, tried.Attempts)), pause, cancellationToken);
            await webhooks.SaveAsync(tried with { DueAt = now + pause }, cancellationToken);
            return;
        }

        await webhooks.SaveAsync(tried with { State = DeliveryState.Dead, FinishedAt = now }, cancellationToken);
        await failures.SwitchOffIfFailingAsync(delivery.Webhook, cancellationToken);
    }

    /// <summary>As good as chance, and the same whenever it is asked: from the notification's id, which is a hash.</summary>
    private static double Chance(Delivery delivery, int attempt) =>
        byte.Parse(
            delivery.NotificationId.AsSpan(attempt % (Notification.IdLength / 2) * 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 255.0;
}
