using Azure;
using Marketplace.Outbox.Messages;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Outbox;

/// <summary>
/// Tells a consumer whether what a message announces has happened, and remembers what was handled. Delivery is at least once: a consumer that
/// dies between acting and completing acts again, so what it does is idempotent by event id, or part of the transaction that completes.
/// </summary>
/// <param name="table">The aggregates' table.</param>
/// <param name="time">Measures patience; null for the system's.</param>
public sealed class OutboxReader(TableClient table, TimeProvider? time = null)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Whether the transaction of <paramref name="item"/> was committed, handled already or not: all that a consumer needs which reads the present
    /// state and brings something in step with it.
    /// </summary>
    /// <param name="item">The announced change.</param>
    /// <param name="type">Type of the message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">Storage is away: let the message come again.</exception>
    public async Task<bool> IsCommittedAsync(OutboxItem item, MessageType<OutboxMessage> type, CancellationToken cancellationToken) =>
        (await ClaimAsync(item, type, cancellationToken)).State != OutboxState.Cancelled;

    /// <summary>
    /// Looks at an event: act on a pending one and complete it; drop the others. An event that was not committed never will be: a cancelled row
    /// takes its key here and now, so that a commit still on its way fails as a whole and its caller is told.
    /// </summary>
    /// <param name="item">The announced change.</param>
    /// <param name="type">Type of the message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">Storage is away: let the message come again.</exception>
    public async Task<OutboxClaim> ClaimAsync(OutboxItem item, MessageType<OutboxMessage> type, CancellationToken cancellationToken)
    {
        if (await ReadAsync(item, cancellationToken) is { } row)
        {
            return new OutboxClaim(OutboxRows.StateOf(row), row);
        }

        var cancelled = OutboxRows.Cancelled(item, type);
        var added = await table.AddEntityAsync(cancelled, cancellationToken);
        if (added.IsSaved)
        {
            return new OutboxClaim(OutboxState.Cancelled, cancelled);
        }

        var winner = await ReadAsync(item, cancellationToken)
            ?? throw new InvalidOperationException($"The event row {cancelled} was deleted.");
        return new OutboxClaim(OutboxRows.StateOf(winner), winner);
    }

    /// <summary>
    /// The same for a message that shows itself before its commit is sure (<see cref="OutboxIntent.PublishAsync"/> was left out): looks again
    /// until the event is there, and gives it up only after <paramref name="patience"/>.
    /// </summary>
    /// <exception cref="RequestFailedException">Storage is away: let the message come again.</exception>
    public async Task<OutboxClaim> ClaimAsync(OutboxItem item, MessageType<OutboxMessage> type, TimeSpan patience, CancellationToken cancellationToken)
    {
        var clock = time ?? TimeProvider.System;
        for (var start = clock.GetTimestamp(); clock.GetElapsedTime(start) < patience;)
        {
            if (await ReadAsync(item, cancellationToken) is { } row)
            {
                return new OutboxClaim(OutboxRows.StateOf(row), row);
            }

            await Task.Delay(Look, clock, cancellationToken);
        }

        return await ClaimAsync(item, type, cancellationToken);
    }

    /// <summary>Marks a pending event as done; false when somebody else has done so since.</summary>
    /// <exception cref="ArgumentException">The claim is not pending.</exception>
    /// <exception cref="RequestFailedException">Storage is away: the event stays pending.</exception>
    public async Task<bool> CompleteAsync(OutboxClaim claim, CancellationToken cancellationToken)
    {
        var completion = Completion(claim);
        var result = await table.UpdateEntityAsync(completion.Entity, completion.ETag, TableUpdateMode.Merge, cancellationToken);
        return result.IsSaved;
    }

    /// <summary>The same as part of a transaction in the event's partition: then what it does happens once, however often the message comes.</summary>
    /// <exception cref="ArgumentException">The claim is not pending.</exception>
    public static TableTransactionAction Completion(OutboxClaim claim) =>
        claim is { IsPending: true }
            ? TableTransactionAction.Update(OutboxRows.Done(claim.Row), claim.Row.ETag, TableUpdateMode.Merge)
            : throw new ArgumentException("Only a pending event is completed.", nameof(claim));

    private Task<TableEntity?> ReadAsync(OutboxItem item, CancellationToken cancellationToken) =>
        table.GetEntityIfExistsAsync(item.Partition, OutboxRows.Key(item), cancellationToken: cancellationToken);
}

/// <summary>What a consumer found of an event.</summary>
/// <param name="State">What has become of it.</param>
/// <param name="Row">Its row.</param>
public sealed record OutboxClaim(OutboxState State, TableEntity Row)
{
    /// <summary>Whether there is something to do.</summary>
    public bool IsPending => State == OutboxState.Pending;
}
