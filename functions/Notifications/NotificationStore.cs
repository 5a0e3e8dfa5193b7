using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications;

/// <summary>Keeps the inboxes.</summary>
internal sealed class NotificationStore(TableClient table)
{
    public const string TableName = "Notices";

    private static readonly string[] KeysOnly = ["RowKey"];

    /// <summary>Where a notice lies in an inbox; null when it is not there.</summary>
    public async Task<string?> FindAsync(Recipient inbox, string id, CancellationToken cancellationToken) =>
        (await IdRowAsync(inbox, id, cancellationToken))?.GetString(NotificationRows.Place);

    public async Task<StoredNotification?> ReadAsync(Recipient inbox, string id, CancellationToken cancellationToken) =>
        await FindAsync(inbox, id, cancellationToken) is { } place
        && await table.GetEntityIfExistsAsync(NotificationRows.InboxOf(inbox), NotificationRows.NoticeKey(place), cancellationToken: cancellationToken) is { } row
            ? NotificationRows.FromRow(row)
            : null;

    /// <summary>Puts a notice into an inbox unless it is there already; says whether it was announced to the webhooks since.</summary>
    public async Task<bool> AddAsync(Recipient inbox, Notification notice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await IdRowAsync(inbox, notice.Id, cancellationToken) is { } known)
        {
            return IsAnnounced(known);
        }

        var (partition, place) = (NotificationRows.InboxOf(inbox), NotificationRows.PlaceOf(now, notice.Id));
        var result = await table.SubmitTransactionAsync(
        [
            TableTransactionAction.Add(new TableEntity(partition, NotificationRows.IdKey(notice.Id)) { { NotificationRows.Place, place } }),
            TableTransactionAction.Add(NotificationRows.ToRow(partition, place, notice)),
        ], cancellationToken);
        return !result.IsSaved && await IdRowAsync(inbox, notice.Id, cancellationToken) is { } winner && IsAnnounced(winner);
    }

    /// <summary>Remembers that the webhooks were told of a notice.</summary>
    public Task MarkAnnouncedAsync(Notification notice, CancellationToken cancellationToken) => table.UpdateEntityAsync(
        new TableEntity(NotificationRows.InboxOf(notice.Recipient), NotificationRows.IdKey(notice.Id)) { { NotificationRows.Announced, true } }, Azure.ETag.All, TableUpdateMode.Merge, cancellationToken);

    /// <summary>The notices of an inbox after a place, newest first.</summary>
    /// <param name="inbox">Whose.</param>
    /// <param name="after">The place before the first; null for the newest.</param>
    /// <param name="since">Only those that arrived later; null for all.</param>
    /// <param name="pageSize">How many are read at once.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<StoredNotification> ReadAsync(Recipient inbox, string? after, DateTimeOffset? since, int pageSize, CancellationToken cancellationToken) =>
        table.QueryAsync(Filter(inbox, after, since), pageSize, cancellationToken: cancellationToken).Select(static row => NotificationRows.FromRow(row));

    /// <summary>The places of the notices that arrived after a time, newest first.</summary>
    public IAsyncEnumerable<string> ReadPlacesAsync(Recipient inbox, DateTimeOffset? since, CancellationToken cancellationToken) =>
        table.QueryAsync(Filter(inbox, null, since), select: KeysOnly, cancellationToken: cancellationToken).Select(static row => NotificationRows.PlaceIn(row));

    /// <summary>Removes notices and marks older than a time, at most so many; says how many it removed.</summary>
    public async Task<int> RemoveAsync(DateTimeOffset olderThan, int most, CancellationToken cancellationToken)
    {
        var removed = 0;
        await foreach (var row in table.QueryAsync(NotificationRows.OlderThan(olderThan), select: KeysOnly, cancellationToken: cancellationToken).Take(most))
        {
            // The id goes first: what is left half removed is found again tomorrow, by its place.
            if (!NotificationRows.IsMark(row))
            {
                await table.DeleteEntityAsync(row.PartitionKey, NotificationRows.IdKey(NotificationRows.IdIn(NotificationRows.PlaceIn(row))), Azure.ETag.All, cancellationToken);
            }

            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, Azure.ETag.All, cancellationToken);
            removed++;
        }

        return removed;
    }

    private Task<TableEntity?> IdRowAsync(Recipient inbox, string id, CancellationToken cancellationToken) =>
        table.GetEntityIfExistsAsync(NotificationRows.InboxOf(inbox), NotificationRows.IdKey(id), cancellationToken: cancellationToken);

    private static bool IsAnnounced(TableEntity row) => row.GetBoolean(NotificationRows.Announced) is true;

    private static string Filter(Recipient inbox, string? after, DateTimeOffset? since) =>
        NotificationRows.Between(NotificationRows.InboxOf(inbox), after, since is { } time ? NotificationRows.Before(time) : null);
}
