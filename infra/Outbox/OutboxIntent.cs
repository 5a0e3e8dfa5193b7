using System.Collections.Concurrent;
using Azure;
using Marketplace.Outbox.Messages;
using Marketplace.Storage;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;

namespace Marketplace.Outbox;

/// <summary>An enqueued intent: the permission to commit what it names. Commits of different aggregates may run at the same time.</summary>
public sealed class OutboxIntent
{
    private readonly QueueClient _queue;
    private readonly MessageType<OutboxMessage> _type;
    private readonly IReadOnlyList<OutboxItem> _items;
    private readonly SendReceipt _receipt;
    private readonly ConcurrentDictionary<OutboxItem, OutboxOutcome> _refused = new();

    internal OutboxIntent(QueueClient queue, MessageType<OutboxMessage> type, IReadOnlyList<OutboxItem> items, SendReceipt receipt) =>
        (_queue, _type, _items, _receipt) = (queue, type, items, receipt);

    /// <summary>Commits the changes of one aggregate together with its event.</summary>
    /// <param name="table">The aggregate's table.</param>
    /// <param name="item">One of those the intent names.</param>
    /// <param name="changes">Changes in the aggregate's partition, without the event row.</param>
    /// <param name="cancellationToken">Stops waiting; the commit may still happen, and is then acted on.</param>
    /// <exception cref="ArgumentException">The intent does not name the item, or the changes make no transaction.</exception>
    /// <exception cref="RequestFailedException">Storage is away. Whether the commit happened is open; if it did, it is acted on.</exception>
    public async Task<OutboxCommit> CommitAsync(
        TableClient table,
        OutboxItem item,
        IReadOnlyList<TableTransactionAction> changes,
        CancellationToken cancellationToken)
    {
        if (!_items.Contains(item))
        {
            throw new ArgumentException("The intent does not name this event.", nameof(item));
        }

        var proof = TableTransactionAction.Add(OutboxRows.Pending(item, _type));
        var result = await table.SubmitTransactionAsync([.. changes, proof], cancellationToken);
        if (result.IsSaved)
        {
            return new OutboxCommit(OutboxOutcome.Committed, -1, [.. result.ETags.Take(changes.Count)]);
        }

        var outcome = await SettleAsync(table, item, result, cancellationToken);
        if (outcome != OutboxOutcome.Committed)
        {
            _refused[item] = outcome;
        }

        return new OutboxCommit(outcome, outcome == OutboxOutcome.Committed || result.FailedIndex == changes.Count ? -1 : result.FailedIndex, []);
    }

    /// <summary>
    /// Shows the message now, without what <see cref="CommitAsync"/> was refused; with nothing left, takes it back. Best effort, and never
    /// fails: without it consumers see the message when its hiding ends.
    /// </summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var left = _items.Where(item => !_refused.ContainsKey(item)).ToList();
        if (left.Count == 0)
        {
            await TryAsync(() => _queue.DeleteMessageAsync(_receipt.MessageId, _receipt.PopReceipt, cancellationToken));
            return;
        }

        var text = left.Count == _items.Count ? null : _type.Write(new(left));
        await TryAsync(() => _queue.UpdateMessageAsync(_receipt.MessageId, _receipt.PopReceipt, text, TimeSpan.Zero, cancellationToken));
    }

    /// <summary>
    /// What a refusal means. At the first attempt it is certain. After a lost answer it may hide a success that somebody has built upon, or an
    /// attempt may still be on its way: then the event row decides, which nobody else writes, and where there is none a cancelled one is put.
    /// </summary>
    private async Task<OutboxOutcome> SettleAsync(TableClient table, OutboxItem item, TableTransactionResult refusal, CancellationToken cancellationToken)
    {
        if (refusal is { WasRetried: false, Outcome: not WriteOutcome.Exists })
        {
            return OutcomeOf(refusal);
        }

        var before = await table.GetEntityIfExistsAsync(item.Partition, OutboxRows.Key(item), cancellationToken: cancellationToken);
        if (before is not null)
        {
            return (OutboxRows.StateOf(before), refusal.WasRetried) switch
            {
                (OutboxState.Cancelled, _) => OutboxOutcome.Cancelled,
                (_, true) => OutboxOutcome.Committed,
                _ => OutboxOutcome.Exists,
            };
        }

        if (!refusal.WasRetried)
        {
            return OutcomeOf(refusal);
        }

        var after = await new OutboxReader(table).ClaimAsync(item, _type, cancellationToken);
        return after.State == OutboxState.Cancelled ? OutcomeOf(refusal) : OutboxOutcome.Committed;
    }

    private static OutboxOutcome OutcomeOf(TableTransactionResult refusal) => refusal.Outcome switch
    {
        WriteOutcome.Exists => OutboxOutcome.Exists,
        WriteOutcome.Stale => OutboxOutcome.Stale,
        WriteOutcome.NotFound => OutboxOutcome.NotFound,
        var other => throw new InvalidOperationException($"A transaction is not refused as {other}."),
    };

    private static async Task TryAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
        }
        catch (RequestFailedException)
        {
            // The commit stands, and the message comes by itself.
        }
        catch (OperationCanceledException)
        {
            // As above: who stopped waiting must not be told that the commit failed.
        }
    }
}
