using System.Collections.Concurrent;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Notifications;

/// <summary>Where capabilities hand in what recipients are to be told. A notice arrives once, however often and by however many it is handed in.</summary>
internal sealed class NotificationService(NotificationStore store, NotificationTexts texts, WebhookQueue webhooks, WebhookSecrets secrets, TimeProvider time)
{
    private const int ParallelWrites = 8;

    /// <summary>
    /// Puts each notice into its inboxes unless it is there. When this returns, all of them are; when it throws, hand them all in again.
    /// Made for projections, which are: a message is done only when every notice is.
    /// </summary>
    /// <exception cref="InvalidOperationException">A notice has an unknown code or lacks a value of its text; nothing is posted.</exception>
    /// <exception cref="Azure.RequestFailedException">Storage is away.</exception>
    public async Task PostAsync(IReadOnlyList<Notification> notices, CancellationToken cancellationToken)
    {
        foreach (var notice in notices)
        {
            texts.Say(notice, Language.Chinese);
        }

        var oldest = time.GetUtcNow() - Notification.Lifetime;
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelWrites, CancellationToken = cancellationToken };
        var unannounced = new ConcurrentBag<Notification>();
        await Parallel.ForEachAsync(notices.Where(notice => notice.At > oldest), options, async (notice, stop) =>
        {
            if (!await PostAsync(notice, stop) && notice.Recipient.Kind is not RecipientKind.Person)
            {
                unannounced.Add(notice);
            }
        });
        if (!secrets.AreAvailable || unannounced.IsEmpty)
        {
            return;
        }
        // First the message, then the mark: dying between the two announces twice, which nobody minds.
        await webhooks.AnnounceAsync(unannounced, cancellationToken);
        await Parallel.ForEachAsync(unannounced, options, async (notice, stop) => await store.MarkAnnouncedAsync(notice, stop));
    }

    /// <summary>Says whether the webhooks were told of it before.</summary>
    private async Task<bool> PostAsync(Notification notice, CancellationToken cancellationToken)
    {
        var inboxes = RecipientRules.InboxesOf(notice.Recipient);
        foreach (var other in inboxes.Skip(1))
        {
            await store.AddAsync(other, notice, time.GetUtcNow(), cancellationToken);
        }

        return await store.AddAsync(inboxes[0], notice, time.GetUtcNow(), cancellationToken);
    }
}
