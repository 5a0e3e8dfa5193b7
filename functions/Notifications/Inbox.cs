using Marketplace.Identity;

namespace Marketplace.Functions.Notifications;

/// <summary>The notifications of a person, from all the inboxes they read, and which of them they have read.</summary>
internal sealed class Inbox(NotificationStore notifications, ReadMarkStore marks)
{
    /// <summary>Unread notifications are counted this far.</summary>
    public const int MaxUnread = 1_000;

    /// <summary>Notifications are counted this far.</summary>
    public const int MaxCounted = 10_000;

    /// <summary>From this many single marks on, they are replaced by a time where possible.</summary>
    private const int ManyMarks = 50;

    /// <summary>A notification may be stored that much later than the time in its place says.</summary>
    private static readonly TimeSpan LateArrival = TimeSpan.FromMinutes(1);

    /// <summary>One page, newest first.</summary>
    public async Task<InboxPage> ReadAsync(Caller caller, bool unreadOnly, string? after, int limit, CancellationToken cancellationToken)
    {
        var read = await marks.ReadAsync(caller.Id, cancellationToken);
        var found = new List<StoredNotification>();
        foreach (var inbox in RecipientRules.Of(caller))
        {
            var rows = notifications.ReadAsync(inbox, after, unreadOnly ? read.UpTo : null, limit + 1, cancellationToken);
            found.AddRange(await rows.Where(row => !unreadOnly || !read.Has(row.Place)).Take(limit + 1).ToListAsync(cancellationToken));
        }

        var page = found.OrderBy(row => row.Place, StringComparer.Ordinal).Take(limit).ToList();
        var unread = await CountAsync(caller, read, cancellationToken);
        var total = unreadOnly ? unread : await PlacesAsync(caller, null, cancellationToken).Take(MaxCounted + 1).CountAsync(cancellationToken);
        return new InboxPage(page, read, total, unread, found.Count > limit ? page[^1].Place : null);
    }

    /// <summary>How many are unread; more than <see cref="MaxUnread"/> means: at least that many.</summary>
    public async Task<int> CountUnreadAsync(Caller caller, CancellationToken cancellationToken) =>
        await CountAsync(caller, await marks.ReadAsync(caller.Id, cancellationToken), cancellationToken);

    /// <summary>Marks notifications as read; ids of other people's, or of none, change nothing.</summary>
    public async Task MarkAsync(Caller caller, IReadOnlyList<string> ids, DateTimeOffset? upTo, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (upTo is { } given)
        {
            await marks.RaiseAsync(caller.Id, given < now ? given : now, cancellationToken);
        }

        await marks.AddAsync(caller.Id, await FindAsync(caller, ids, cancellationToken), cancellationToken);
        await CompactAsync(caller, now - LateArrival, cancellationToken);
    }

    private async Task<IReadOnlyCollection<string>> FindAsync(Caller caller, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            foreach (var inbox in RecipientRules.Of(caller))
            {
                if (await notifications.FindAsync(inbox, id, cancellationToken) is { } place)
                {
                    places.Add(place);
                }
            }
        }

        return places;
    }

    /// <summary>
    /// Once everything older than some notification is read, a time says so in place of single marks, so that counting never goes through what was
    /// read long ago.
    /// </summary>
    private async Task CompactAsync(Caller caller, DateTimeOffset latest, CancellationToken cancellationToken)
    {
        var read = await marks.ReadAsync(caller.Id, cancellationToken);
        if (read.Places.Count < ManyMarks)
        {
            return;
        }

        var unread = await UnreadAsync(caller, read, cancellationToken).Take(MaxUnread + 1).ToListAsync(cancellationToken);
        if (unread.Count > MaxUnread)
        {
            return;
        }

        var oldest = unread.Count == 0 ? latest : unread.Min(place => NotificationRows.PostedAt(place)).AddTicks(-1);
        var upTo = oldest < latest ? oldest : latest;
        await marks.RaiseAsync(caller.Id, upTo, cancellationToken);
        await marks.RemoveAsync(caller.Id, read.Places.Where(place => NotificationRows.PostedAt(place) <= upTo), cancellationToken);
    }

    private async Task<int> CountAsync(Caller caller, ReadMarks read, CancellationToken cancellationToken) =>
        await UnreadAsync(caller, read, cancellationToken).Take(MaxUnread + 1).CountAsync(cancellationToken);

    private IAsyncEnumerable<string> UnreadAsync(Caller caller, ReadMarks read, CancellationToken cancellationToken) =>
        PlacesAsync(caller, read.UpTo, cancellationToken).Where(place => !read.Has(place));

    private IAsyncEnumerable<string> PlacesAsync(Caller caller, DateTimeOffset? since, CancellationToken cancellationToken) =>
        RecipientRules.Of(caller).ToAsyncEnumerable().SelectMany(inbox => notifications.ReadPlacesAsync(inbox, since, cancellationToken));
}

/// <summary>A page of notifications.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Read">What the person has read.</param>
/// <param name="Total">How many there are; more than <see cref="Inbox.MaxCounted"/> means: at least that many.</param>
/// <param name="Unread">How many are unread; more than <see cref="Inbox.MaxUnread"/> means: at least that many.</param>
/// <param name="Last">Place of the last one, when there are more.</param>
internal sealed record InboxPage(IReadOnlyList<StoredNotification> Items, ReadMarks Read, int Total, int Unread, string? Last);
