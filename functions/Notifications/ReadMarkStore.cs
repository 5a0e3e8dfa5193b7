using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications;

/// <summary>Keeps what each person has read: a time up to which, and single notifications after it.</summary>
internal sealed class ReadMarkStore(TableClient table)
{
    private const string Time = "Time";

    public async Task<ReadMarks> ReadAsync(string callerId, CancellationToken cancellationToken)
    {
        DateTimeOffset? upTo = null;
        var places = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync(TableFilter.Partition(NotificationRows.MarksOf(callerId)), cancellationToken: cancellationToken))
        {
            if (NotificationRows.IsMark(row))
            {
                places.Add(NotificationRows.PlaceIn(row));
            }
            else
            {
                upTo = row.GetDateTimeOffset(Time);
            }
        }

        return new ReadMarks(upTo, places);
    }

    /// <summary>Marks single notifications, at most 100.</summary>
    public async Task AddAsync(string callerId, IReadOnlyCollection<string> places, CancellationToken cancellationToken)
    {
        if (places.Count == 0)
        {
            return;
        }

        var partition = NotificationRows.MarksOf(callerId);
        var marks = places.Select(place => TableTransactionAction.Upsert(new TableEntity(partition, NotificationRows.MarkKey(place)), TableUpdateMode.Replace));
        await table.SubmitTransactionAsync([.. marks], cancellationToken);
    }

    /// <summary>Moves the time on, never back, whoever else moves it at the same moment.</summary>
    /// <exception cref="ContentionException">Others kept moving it.</exception>
    public Task RaiseAsync(string callerId, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        RetryPolicy.RunAsync("what a person has read", stop => TryRaiseAsync(NotificationRows.MarksOf(callerId), upTo, stop), cancellationToken);

    /// <summary>Removes marks that the time covers.</summary>
    public async Task RemoveAsync(string callerId, IEnumerable<string> places, CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            await table.DeleteEntityAsync(NotificationRows.MarksOf(callerId), NotificationRows.MarkKey(place), Azure.ETag.All, cancellationToken);
        }
    }

    private async Task<bool> TryRaiseAsync(string partition, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync(partition, NotificationRows.UpTo, cancellationToken: cancellationToken);
        if (row?.GetDateTimeOffset(Time) >= upTo)
        {
            return true;
        }

        var raised = new TableEntity(partition, NotificationRows.UpTo) { { Time, upTo } };
        var result = row is null
            ? await table.AddEntityAsync(raised, cancellationToken)
            : await table.UpdateEntityAsync(raised, row.ETag, TableUpdateMode.Replace, cancellationToken);
        return result.IsSaved;
    }
}
