using System.Globalization;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>
/// Sends notices to receivers, at least once each under a stable id; in no promised order. A failed attempt is sent to the queue anew
/// with its pause, so that the host's own five tries are left for faults of ours.
/// </summary>
internal sealed class DeliverWebhook(NotificationStore notices, NotificationTexts texts, WebhookStore webhooks, WebhookQueue queue, WebhookSender sender, WebhookSwitch failures, WebhookReplay replay, TimeProvider time)
{
    public Task RunAsync(QueueDelivery delivery, CancellationToken cancellationToken) => WebhookMessage.Parse(delivery.Text) switch
    {
        { Type: WebhookMessage.Posted, Names: var names } => SpreadAsync(names, cancellationToken),
        { Type: WebhookMessage.Due, Names: [var webhook, var place, var attempts] } => DeliverAsync(webhook, place, int.Parse(attempts, CultureInfo.InvariantCulture), cancellationToken),
        { Type: WebhookMessage.Again, Names: [var webhook, var place, var id] } => AgainAsync(webhook, place, id, cancellationToken),
        { Type: WebhookMessage.Replay, Names: [var webhook, var after, var id] } => replay.SpreadAsync(webhook, after, id, cancellationToken),
        var other => throw new FormatException($"The queue {WebhookQueue.Name} knows no message of the type '{other.Type}'."),
    };

    /// <summary>Puts posted notices into the logs of the receivers that want them.</summary>
    private async Task SpreadAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var receivers = (await webhooks.ReadAllAsync(cancellationToken)).Where(static webhook => !webhook.IsRemoved).ToList();
        if (receivers.Count == 0)
        {
            return;
        }

        foreach (var pair in names.Chunk(2))
        {
            if (await notices.ReadAsync(Recipient.Parse(pair[0]), pair[1], cancellationToken) is { } stored)
            {
                foreach (var webhook in receivers.Where(webhook => WebhookRules.Matches(webhook, stored)))
                {
                    await LogAsync(webhook, stored, cancellationToken);
                }
            }
        }
    }

    private async Task LogAsync(Webhook webhook, StoredNotification stored, CancellationToken cancellationToken)
    {
        var notice = stored.Notice;
        var delivery = new Delivery(webhook.Name, WebhookRows.PlaceOf(stored.PostedAt, notice.Id), notice.Id, notice.Code, WebhookBody.Write(notice, texts))
        {
            State = webhook.IsEnabled ? DeliveryState.Pending : DeliveryState.Held,
            DueAt = webhook.IsEnabled ? time.GetUtcNow() : null,
        };
        var isNew = await webhooks.AddAsync(delivery, cancellationToken);
        // One that is there may have been left by a run that died before it could send the message.
        var waits = isNew ? delivery : await webhooks.ReadAsync(webhook.Name, delivery.Place, cancellationToken);
        if (waits is { State: DeliveryState.Pending, Attempts: 0 })
        {
            await queue.SendAsync(WebhookMessage.OfDue(waits, 0), TimeSpan.Zero, cancellationToken);
        }
    }

    private async Task AgainAsync(string name, string place, string replayId, CancellationToken cancellationToken)
    {
        if (await webhooks.ReadAsync(name, place, cancellationToken) is not { } delivery)
        {
            return;
        }

        if (delivery.Replay != replayId)
        {
            var anew = delivery with { State = DeliveryState.Pending, Attempts = 0, DueAt = time.GetUtcNow(), FinishedAt = null, Replay = replayId };
            // Whoever was first has sent it a moment ago or is about to; the message comes again to make sure.
            if (!await webhooks.SaveAsync(anew, cancellationToken))
            {
                await queue.SendAsync(new WebhookMessage(WebhookMessage.Again, [name, place, replayId]), TimeSpan.FromSeconds(5), cancellationToken);
                return;
            }
        }

        await DeliverAsync(name, place, int.MaxValue, cancellationToken);
    }

    private async Task DeliverAsync(string name, string place, int attempts, CancellationToken cancellationToken)
    {
        if (await webhooks.ReadAsync(name, cancellationToken) is not { Webhook: { IsRemoved: false } webhook })
        {
            return;
        }

        if (await webhooks.ReadAsync(name, place, cancellationToken) is not { } delivery || string.CompareOrdinal(place, WebhookRows.PlaceOf(webhook.CreatedAt)) < 0)
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

        await SettleAsync(delivery, await sender.SendAsync(webhook, delivery, cancellationToken), cancellationToken);
    }

    /// <summary>Writes down what came of an attempt. Somebody who was first has seen the same message and done the same.</summary>
    private async Task SettleAsync(Delivery delivery, Attempt attempt, CancellationToken cancellationToken)
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
            // First the message, then the row: dying between the two repeats an attempt, the other way round would lose all that are left.
            await queue.SendAsync(WebhookMessage.OfDue(tried, tried.Attempts), pause, cancellationToken);
            await webhooks.SaveAsync(tried with { DueAt = now + pause }, cancellationToken);
            return;
        }

        await webhooks.SaveAsync(tried with { State = DeliveryState.Dead, FinishedAt = now }, cancellationToken);
        await failures.SwitchOffIfFailingAsync(delivery.Webhook, cancellationToken);
    }

    /// <summary>As good as chance, and the same whenever it is asked: from the notice's id, which is a hash.</summary>
    private static double Chance(Delivery delivery, int attempt) =>
        byte.Parse(delivery.NoticeId.AsSpan(attempt % (Notification.IdLength / 2) * 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 255.0;
}
