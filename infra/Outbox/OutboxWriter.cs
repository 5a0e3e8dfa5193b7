using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;

namespace Marketplace.Outbox;

/// <summary>
/// Commits changes together with a promise to act on them, although tables and queues know no common transaction: first an intent is
/// enqueued, hidden for longer than a request may take; then the transaction that contains the event row is committed; then the
/// message is shown. A process that dies between any two of these loses nothing, and nobody has to scan tables for what was left over.
/// </summary>
/// <param name="queue">Where consumers listen.</param>
public sealed class OutboxWriter(QueueClient queue)
{
    /// <summary>How long an intent stays hidden: longer than any request that commits may run.</summary>
    public static readonly TimeSpan Hidden = TimeSpan.FromSeconds(30);

    /// <summary>Enqueues the intent to commit <paramref name="items"/>.</summary>
    /// <param name="type">Type of the message.</param>
    /// <param name="items">1 to <see cref="OutboxMessage.MaxItems"/> changes.</param>
    /// <param name="cancellationToken">Stops waiting; the intent may still be enqueued, which does no harm.</param>
    /// <exception cref="RequestFailedException">The queue is away: nothing may be committed.</exception>
    public async Task<OutboxIntent> BeginAsync(string type, IReadOnlyList<OutboxItem> items, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(items.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, OutboxMessage.MaxItems);
        var receipt = await queue.SendMessageAsync(new OutboxMessage(type, items).ToText(), Hidden, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return new OutboxIntent(queue, type, receipt);
    }
}

/// <summary>An enqueued intent: the permission to commit what it names.</summary>
public sealed class OutboxIntent
{
    private readonly QueueClient _queue;
    private readonly string _type;
    private readonly SendReceipt _receipt;

    internal OutboxIntent(QueueClient queue, string type, SendReceipt receipt) => (_queue, _type, _receipt) = (queue, type, receipt);

    /// <summary>
    /// The action that every transaction under this intent contains. It fails the whole transaction (<see cref="WriteOutcome.Exists"/>)
    /// when a consumer saw the message first and cancelled the event.
    /// </summary>
    public TableTransactionAction Event(OutboxItem item) => TableTransactionAction.Add(OutboxRows.Committed(item, _type));

    /// <summary>Shows the message now. Best effort: without it consumers see it when its hiding ends.</summary>
    public Task RevealAsync(CancellationToken cancellationToken) =>
        TryAsync(() => _queue.UpdateMessageAsync(_receipt.MessageId, _receipt.PopReceipt, messageText: null, TimeSpan.Zero, cancellationToken));

    /// <summary>Takes the message back, when it is certain that nothing was committed. Best effort: a consumer would find nothing to do.</summary>
    public Task DiscardAsync(CancellationToken cancellationToken) =>
        TryAsync(() => _queue.DeleteMessageAsync(_receipt.MessageId, _receipt.PopReceipt, cancellationToken));

    private static async Task TryAsync(Func<Task> attempt)
    {
        try
        {
            await attempt().ConfigureAwait(false);
        }
        catch (RequestFailedException failure) when (StorageFailure.IsOutage(failure))
        {
            // The commit stands, and the message comes by itself.
        }
    }
}
