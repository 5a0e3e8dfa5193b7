using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Outbox;

/// <summary>Tells a consumer whether what a message announces has happened.</summary>
/// <param name="table">The aggregates' table.</param>
public sealed class OutboxReader(TableClient table)
{
    /// <summary>
    /// Whether the transaction of <paramref name="item"/> was committed. If not, it never will be: a cancelled row takes the event's
    /// key, so that a commit still on its way fails as a whole and its caller is told.
    /// </summary>
    /// <param name="item">The announced change.</param>
    /// <param name="type">Type of the message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">Storage is away: let the message come again.</exception>
    public async Task<bool> IsCommittedAsync(OutboxItem item, string type, CancellationToken cancellationToken)
    {
        var row = await ReadAsync(item, cancellationToken).ConfigureAwait(false);
        if (row is not null) return !OutboxRows.IsCancelled(row);
        var cancelled = await table.AddEntityAsync(OutboxRows.CancelledFor(item, type), cancellationToken).ConfigureAwait(false);
        if (cancelled.Outcome is not WriteOutcome.Exists) return false;
        return await ReadAsync(item, cancellationToken).ConfigureAwait(false) is { } winner && !OutboxRows.IsCancelled(winner);
    }

    private Task<TableEntity?> ReadAsync(OutboxItem item, CancellationToken cancellationToken) =>
        table.GetEntityIfExistsAsync(item.Partition, OutboxRows.Key(item), cancellationToken: cancellationToken);
}
