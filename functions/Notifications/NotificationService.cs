using System.Collections.Concurrent;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Notifications;

/// <summary>Where other slices post notifications. One arrives once, however often and by however many it is posted.</summary>
internal sealed class NotificationService(NotificationStore store, NotificationTexts texts, IEnumerable<INotificationListener> listeners, TimeProvider time)
{
    private const int ParallelWrites = 8;

    /// <summary>
    /// Puts each notification into its inboxes unless it is there. When this returns, all of them are; when it throws, post them all again.
    /// Made for projections, which do: their message is only done when every notification is.
    /// </summary>
    /// <exception cref="InvalidOperationException">A notification has an unknown code or lacks a value of its text; nothing is posted.</exception>
    /// <exception cref="Azure.RequestFailedException">Storage is away.</exception>
    public async Task PostAsync(IReadOnlyList<Notification> notifications, CancellationToken cancellationToken)
    {
        foreach (var notification in notifications)
        {
            texts.Say(notification, Language.Chinese);
        }

        var oldest = time.GetUtcNow() - Notification.Lifetime;
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelWrites, CancellationToken = cancellationToken };
        var unannounced = new ConcurrentBag<Notification>();
        await Parallel.ForEachAsync(notifications.Where(notification => notification.At > oldest), options, async (notification, stop) =>
        {
            if (!await PostAsync(notification, stop) && notification.Recipient.Kind is not RecipientKind.Person)
            {
                unannounced.Add(notification);
            }
        });
        await AnnounceAsync(unannounced, options);
    }

    /// <summary>Says whether the listeners were told of it before.</summary>
    private async Task<bool> PostAsync(Notification notification, CancellationToken cancellationToken)
    {
        var inboxes = RecipientRules.InboxesOf(notification.Recipient);
        foreach (var other in inboxes.Skip(1))
        {
            await store.AddAsync(other, notification, time.GetUtcNow(), cancellationToken);
        }

        return await store.AddAsync(inboxes[0], notification, time.GetUtcNow(), cancellationToken);
    }

    private async Task AnnounceAsync(ConcurrentBag<Notification> unannounced, ParallelOptions options)
    {
        if (unannounced.IsEmpty || !listeners.Any())
        {
            return;
        }

        // First the announcement, then the mark: a crash between the two announces twice, which does no harm.
        foreach (var listener in listeners)
        {
            await listener.AnnounceAsync(unannounced, options.CancellationToken);
        }

        await Parallel.ForEachAsync(unannounced, options, async (notification, stop) => await store.MarkAnnouncedAsync(notification, stop));
    }
}
