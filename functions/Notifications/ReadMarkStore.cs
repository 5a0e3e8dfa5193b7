using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications;

/// <summary>Keeps what each person has read: a time up to which, and single notices after it.</summary>
internal sealed class ReadMarkStore(TableClient table)
{
    private const string Time = "Time";
    private const int MaxAttempts = 20;

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

    /// <summary>Marks single notices, at most 100.</summary>
    public async Task AddAsync(string callerId, IReadOnlyCollection<string> places, CancellationToken cancellationToken)
    {
        if (places.Count == 0)
        {
            return;
        }

        var partition = NotificationRows.MarksOf(callerId);
        await table.SubmitTransactionAsync(
            [.. places.Select(place => TableTransactionAction.Upsert(new TableEntity(partition, NotificationRows.MarkKey(place)), TableUpdateMode.Replace))], cancellationToken);
    }

    /// <summary>Moves the time on, never back, whoever else moves it at the same moment.</summary>
    /// <exception cref="InvalidOperationException">Others kept moving it all the time.</exception>
    public async Task RaiseAsync(string callerId, DateTimeOffset upTo, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var row = await table.GetEntityIfExistsAsync(NotificationRows.MarksOf(callerId), NotificationRows.UpTo, cancellationToken: cancellationToken);
            if (row?.GetDateTimeOffset(Time) >= upTo)
            {
                return;
            }

            var raised = new TableEntity(NotificationRows.MarksOf(callerId), NotificationRows.UpTo) { { Time, upTo } };
            var result = row is null
                ? await table.AddEntityAsync(raised, cancellationToken)
                : await table.UpdateEntityAsync(raised, row.ETag, TableUpdateMode.Replace, cancellationToken);
            if (result.Outcome is WriteOutcome.Saved)
            {
                return;
            }
        }

        throw new InvalidOperationException($"What was read was changed {MaxAttempts} times meanwhile.");
    }

    /// <summary>Removes marks that the time covers.</summary>
    public async Task RemoveAsync(string callerId, IEnumerable<string> places, CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            await table.DeleteEntityAsync(NotificationRows.MarksOf(callerId), NotificationRows.MarkKey(place), Azure.ETag.All, cancellationToken);
        }
    }
}
