using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications;

/// <summary>Keeps the inboxes.</summary>
internal sealed class NotificationStore(TableClient table)
{
    public const string TableName = "Notices";

    private static readonly string[] KeysOnly = ["RowKey"];

    /// <summary>Where a notification lies in an inbox; null when it is not there.</summary>
    public async Task<string?> FindAsync(Recipient inbox, string id, CancellationToken cancellationToken) =>
        (await IdRowAsync(inbox, id, cancellationToken))?.GetString(NotificationRows.Place);

    public async Task<StoredNotification?> ReadAsync(Recipient inbox, string id, CancellationToken cancellationToken) =>
        await FindAsync(inbox, id, cancellationToken) is { } place
        && await RowAsync(inbox, NotificationRows.NotificationKey(place), cancellationToken) is { } row
            ? NotificationRows.FromRow(row)
            : null;

    /// <summary>Puts a notification into an inbox unless it is there already; says whether it has been announced since.</summary>
    public async Task<bool> AddAsync(Recipient inbox, Notification notification, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await IdRowAsync(inbox, notification.Id, cancellationToken) is { } known)
        {
            return IsAnnounced(known);
        }

        var (partition, place) = (NotificationRows.InboxOf(inbox), NotificationRows.PlaceOf(now, notification.Id));
        var result = await table.SubmitTransactionAsync(
        [
            TableTransactionAction.Add(new TableEntity(partition, NotificationRows.IdKey(notification.Id)) { { NotificationRows.Place, place } }),
            TableTransactionAction.Add(NotificationRows.ToRow(partition, place, notification)),
        ], cancellationToken);
        return !result.IsSaved && await IdRowAsync(inbox, notification.Id, cancellationToken) is { } winner && IsAnnounced(winner);
    }

    /// <summary>Remembers that a notification was announced to the listeners.</summary>
    public Task MarkAnnouncedAsync(Notification notification, CancellationToken cancellationToken)
    {
        var (partition, key) = (NotificationRows.InboxOf(notification.Recipient), NotificationRows.IdKey(notification.Id));
        var mark = new TableEntity(partition, key) { { NotificationRows.Announced, true } };
        return table.UpdateEntityAsync(mark, Azure.ETag.All, TableUpdateMode.Merge, cancellationToken);
    }

    /// <summary>The notifications of an inbox after a place, newest first.</summary>
    /// <param name="inbox">Whose.</param>
    /// <param name="after">The place before the first; null for the newest.</param>
    /// <param name="since">Only those that arrived later; null for all.</param>
    /// <param name="pageSize">How many are read at once.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<StoredNotification> ReadAsync(
        Recipient inbox, string? after, DateTimeOffset? since, int pageSize, CancellationToken cancellationToken) =>
        table.QueryAsync(Filter(inbox, after, since), pageSize, cancellationToken: cancellationToken).Select(NotificationRows.FromRow);

    /// <summary>The places of the notifications that arrived after a time, newest first.</summary>
    public IAsyncEnumerable<string> ReadPlacesAsync(Recipient inbox, DateTimeOffset? since, CancellationToken cancellationToken) =>
        table.QueryAsync(Filter(inbox, null, since), select: KeysOnly, cancellationToken: cancellationToken).Select(NotificationRows.PlaceIn);

    /// <summary>Removes notifications and marks older than a time, at most <paramref name="max"/>; says how many it removed.</summary>
    public async Task<int> RemoveAsync(DateTimeOffset olderThan, int max, CancellationToken cancellationToken)
    {
        var removed = 0;
        await foreach (var row in table.QueryAsync(NotificationRows.OlderThan(olderThan), select: KeysOnly, cancellationToken: cancellationToken).Take(max))
        {
            // The id goes first: what is left half removed is found again tomorrow, by its place.
            if (!NotificationRows.IsMark(row))
            {
                var id = NotificationRows.IdIn(NotificationRows.PlaceIn(row));
                await table.DeleteEntityAsync(row.PartitionKey, NotificationRows.IdKey(id), Azure.ETag.All, cancellationToken);
            }

            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, Azure.ETag.All, cancellationToken);
            removed++;
        }

        return removed;
    }

    private Task<TableEntity?> IdRowAsync(Recipient inbox, string id, CancellationToken cancellationToken) =>
        RowAsync(inbox, NotificationRows.IdKey(id), cancellationToken);

    private Task<TableEntity?> RowAsync(Recipient inbox, string key, CancellationToken cancellationToken) =>
        table.GetEntityIfExistsAsync(NotificationRows.InboxOf(inbox), key, cancellationToken: cancellationToken);

    private static bool IsAnnounced(TableEntity row) => row.GetBoolean(NotificationRows.Announced) is true;

    private static string Filter(Recipient inbox, string? after, DateTimeOffset? since) =>
        NotificationRows.Between(NotificationRows.InboxOf(inbox), after, since is { } time ? NotificationRows.Before(time) : null);
}
