using Azure;
using Marketplace.Outbox.Messages;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;

namespace Marketplace.Outbox;

/// <summary>
/// Commits changes together with a promise to act on them, although tables and queues know no common transaction: first an intent is
/// enqueued, hidden for longer than a request may take; then the transaction that contains the event row is committed; then the
/// message is shown. A process that dies between any two of these loses nothing, and nobody has to scan tables for what was left over.
/// </summary>
/// <param name="queue">Where consumers listen.</param>
/// <param name="type">Type of the messages.</param>
/// <param name="hidden">How long an intent stays hidden: longer than any request that commits may run. Null for 30 s.</param>
public sealed class OutboxWriter(QueueClient queue, MessageType<OutboxMessage> type, TimeSpan? hidden = null)
{
    private static readonly TimeSpan LongerThanARequest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether an intent is left to show itself when its hiding ends, for consumers that wait for the commit
    /// (<see cref="OutboxReader.ClaimAsync(OutboxItem, MessageType{OutboxMessage}, TimeSpan, CancellationToken)"/>): one storage transaction less.
    /// </summary>
    public bool PublishesItself { get; init; }

    /// <summary>Enqueues the intent to commit <paramref name="items"/>.</summary>
    /// <param name="items">1 to <see cref="OutboxMessage.MaxItems"/> changes.</param>
    /// <param name="cancellationToken">Stops waiting; the intent may still be enqueued, which does no harm.</param>
    /// <exception cref="ArgumentException">No or too many changes, or their names do not fit into a message.</exception>
    /// <exception cref="RequestFailedException">The queue is away: nothing may be committed.</exception>
    public async Task<OutboxIntent> BeginAsync(IReadOnlyList<OutboxItem> items, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(items.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, OutboxMessage.MaxItems);
        var receipt = await queue.SendMessageAsync(type.Write(new(items)), hidden ?? LongerThanARequest, Timeout.InfiniteTimeSpan, cancellationToken);
        return new OutboxIntent(queue, type, items, receipt);
    }

    /// <summary>All three steps for one change of one aggregate: three storage transactions when nothing goes wrong.</summary>
    /// <param name="table">The aggregate's table.</param>
    /// <param name="partition">Partition key of the aggregate.</param>
    /// <param name="changes">Changes in that partition, without the event row.</param>
    /// <param name="cancellationToken">Stops waiting; the commit may still happen, and is then acted on.</param>
    /// <exception cref="RequestFailedException">Storage is away. Whether the commit happened is open; if it did, it is acted on.</exception>
    public async Task<OutboxCommit> CommitAsync(
        TableClient table, string partition, IReadOnlyList<TableTransactionAction> changes, CancellationToken cancellationToken)
    {
        var item = new OutboxItem(partition, EventIds.New());
        var intent = await BeginAsync([item], cancellationToken);
        var commit = await intent.CommitAsync(table, item, changes, cancellationToken);
        if (!PublishesItself || !commit.IsCommitted)
        {
            await intent.PublishAsync(cancellationToken);
        }

        return commit;
    }
}
