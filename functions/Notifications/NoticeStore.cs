using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications;

/// <summary>Keeps the inboxes.</summary>
internal sealed class NoticeStore(TableClient table)
{
    public const string TableName = "Notices";

    private static readonly string[] KeysOnly = ["RowKey"];

    /// <summary>Where a notice lies in an inbox; null when it is not there.</summary>
    public async Task<string?> FindAsync(Recipient inbox, string id, CancellationToken cancellationToken) =>
        (await IdRowAsync(inbox, id, cancellationToken))?.GetString(NoticeRows.Place);

    public async Task<StoredNotice?> ReadAsync(Recipient inbox, string id, CancellationToken cancellationToken) =>
        await FindAsync(inbox, id, cancellationToken) is { } place
        && await table.GetEntityIfExistsAsync(NoticeRows.InboxOf(inbox), NoticeRows.NoticeKey(place), cancellationToken: cancellationToken) is { } row
            ? NoticeRows.FromRow(row)
            : null;

    /// <summary>Puts a notice into an inbox unless it is there already; says whether it was announced to the webhooks since.</summary>
    public async Task<bool> AddAsync(Recipient inbox, Notice notice, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await IdRowAsync(inbox, notice.Id, cancellationToken) is { } known) return IsAnnounced(known);
        var (partition, place) = (NoticeRows.InboxOf(inbox), NoticeRows.PlaceOf(now, notice.Id));
        var result = await table.SubmitTransactionAsync(
        [
            TableTransactionAction.Add(new TableEntity(partition, NoticeRows.IdKey(notice.Id)) { { NoticeRows.Place, place } }),
            TableTransactionAction.Add(NoticeRows.ToRow(partition, place, notice)),
        ], cancellationToken);
        return !result.IsSaved && await IdRowAsync(inbox, notice.Id, cancellationToken) is { } winner && IsAnnounced(winner);
    }

    /// <summary>Remembers that the webhooks were told of a notice.</summary>
    public Task MarkAnnouncedAsync(Notice notice, CancellationToken cancellationToken) => table.UpdateEntityAsync(
        new TableEntity(NoticeRows.InboxOf(notice.Recipient), NoticeRows.IdKey(notice.Id)) { { NoticeRows.Announced, true } }, Azure.ETag.All, TableUpdateMode.Merge, cancellationToken);

    /// <summary>The notices of an inbox after a place, newest first.</summary>
    /// <param name="inbox">Whose.</param>
    /// <param name="after">The place before the first; null for the newest.</param>
    /// <param name="since">Only those that arrived later; null for all.</param>
    /// <param name="pageSize">How many are read at once.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<StoredNotice> ReadAsync(Recipient inbox, string? after, DateTimeOffset? since, int pageSize, CancellationToken cancellationToken) =>
        table.QueryAsync(Filter(inbox, after, since), pageSize, cancellationToken: cancellationToken).Select(static row => NoticeRows.FromRow(row));

    /// <summary>The places of the notices that arrived after a time, newest first.</summary>
    public IAsyncEnumerable<string> ReadPlacesAsync(Recipient inbox, DateTimeOffset? since, CancellationToken cancellationToken) =>
        table.QueryAsync(Filter(inbox, null, since), select: KeysOnly, cancellationToken: cancellationToken).Select(static row => NoticeRows.PlaceIn(row));

    /// <summary>Removes notices and marks older than a time, at most so many; says how many it removed.</summary>
    public async Task<int> RemoveAsync(DateTimeOffset olderThan, int most, CancellationToken cancellationToken)
    {
        var removed = 0;
        await foreach (var row in table.QueryAsync(NoticeRows.OlderThan(olderThan), select: KeysOnly, cancellationToken: cancellationToken).Take(most))
        {
            // The id goes first: what is left half removed is found again tomorrow, by its place.
            if (!NoticeRows.IsMark(row)) await table.DeleteEntityAsync(row.PartitionKey, NoticeRows.IdKey(NoticeRows.IdIn(NoticeRows.PlaceIn(row))), Azure.ETag.All, cancellationToken);
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, Azure.ETag.All, cancellationToken);
            removed++;
        }

        return removed;
    }

    private Task<TableEntity?> IdRowAsync(Recipient inbox, string id, CancellationToken cancellationToken) =>
        table.GetEntityIfExistsAsync(NoticeRows.InboxOf(inbox), NoticeRows.IdKey(id), cancellationToken: cancellationToken);

    private static bool IsAnnounced(TableEntity row) => row.GetBoolean(NoticeRows.Announced) is true;

    private static string Filter(Recipient inbox, string? after, DateTimeOffset? since) =>
        NoticeRows.Between(NoticeRows.InboxOf(inbox), after, since is { } time ? NoticeRows.Before(time) : null);
}
