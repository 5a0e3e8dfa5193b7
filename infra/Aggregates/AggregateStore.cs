using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Outbox;
using Marketplace.Storage.Tables;

namespace Marketplace.Aggregates;

/// <summary>Reads and changes aggregates of one type: every change is one transaction of state, audit entry and event.</summary>
/// <typeparam name="T">The state.</typeparam>
/// <param name="type">How they lie in their table.</param>
/// <param name="table">The table.</param>
/// <param name="outbox">Where changes are announced.</param>
public class AggregateStore<T>(AggregateType<T> type, TableClient table, OutboxWriter outbox) : IAggregateStore<T>
    where T : class
{
    /// <summary>Changes that one bulk commit takes at most.</summary>
    public const int MaxChanges = 100;

    private const int ParallelRequests = 16;

    private static readonly RandomNumberGenerator Random = RandomNumberGenerator.Create();

    /// <summary>The table.</summary>
    protected TableClient Table => table;

    /// <inheritdoc/>
    public long RevisionOf(T state) => type.RevisionOf(state);

    /// <inheritdoc/>
    public async Task<Stored<T>?> FindAsync(string id, CancellationToken cancellationToken) =>
        type.PartitionOf(id) is { } partition ? await ReadAsync(partition, cancellationToken) : null;

    /// <summary>Reads an aggregate by its partition key; null where there is none.</summary>
    public async Task<Stored<T>?> ReadAsync(string partition, CancellationToken cancellationToken) =>
        await table.GetEntityIfExistsAsync(partition, type.StateRow, cancellationToken: cancellationToken) is { } row ? FromRow(row) : null;

    /// <summary>Reads several in parallel, in the order asked; null for what does not exist.</summary>
    public async Task<IReadOnlyList<Stored<T>?>> ReadAsync(IReadOnlyList<string> partitions, CancellationToken cancellationToken)
    {
        var found = new Stored<T>?[partitions.Count];
        await Parallel.ForAsync(0, partitions.Count, Limit(cancellationToken), async (i, stop) => found[i] = await ReadAsync(partitions[i], stop));
        return found;
    }

    /// <summary>Every aggregate there is: a scan of the table.</summary>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"RowKey eq {type.StateRow}"), cancellationToken: cancellationToken))
        {
            yield return type.FromRow(row);
        }
    }

    /// <inheritdoc/>
    public Task<OutboxOutcome> CommitAsync(Change<T> change, CancellationToken cancellationToken) => CommitAsync(change, outbox, cancellationToken);

    /// <summary>Commits changes of different aggregates, each as a whole or not at all, under one message.</summary>
    /// <param name="changes">At most <see cref="MaxChanges"/>.</param>
    /// <param name="cancellationToken">Stops waiting; changes may still be made, and are then acted on.</param>
    /// <returns>What became of each, in order.</returns>
    /// <exception cref="RequestFailedException">Storage is away. Each change may or may not have been made; a repeat finds out.</exception>
    public async Task<IReadOnlyList<OutboxOutcome>> CommitAsync(IReadOnlyList<Change<T>> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return [];
        }

        var items = changes.Select(change => new OutboxItem(type.IdOf(change.After), EventIds.New())).ToList();
        var intent = await outbox.BeginAsync(items, cancellationToken);
        var outcomes = new OutboxOutcome[changes.Count];
        await Parallel.ForAsync(0, changes.Count, Limit(cancellationToken), async (i, stop) =>
            outcomes[i] = (await intent.CommitAsync(table, items[i], Actions(changes[i]), stop)).Outcome);
        await intent.PublishAsync(cancellationToken);
        return outcomes;
    }

    /// <summary>Commits a change that is announced elsewhere than usual.</summary>
    public async Task<OutboxOutcome> CommitAsync(Change<T> change, OutboxWriter announcement, CancellationToken cancellationToken) =>
        (await announcement.CommitAsync(table, type.IdOf(change.After), Actions(change), cancellationToken)).Outcome;

    /// <summary>Commits a change that nobody has to be told of, or whose maker tells the others; false when somebody else was first.</summary>
    public async Task<bool> TryCommitAsync(Change<T> change, CancellationToken cancellationToken) =>
        (await table.SubmitTransactionAsync(Actions(change), cancellationToken)).IsSaved;

    /// <summary>The aggregate that a state row holds.</summary>
    protected Stored<T> FromRow(TableEntity row) => new(type.FromRow(row), row.ETag, AuditRows.HeadOf(row));

    private List<TableTransactionAction> Actions(Change<T> change)
    {
        var (before, after) = (change.Before, change.After);
        var chain = type.ChainOf(type.IdOf(after));
        var differences = change.Differences ?? type.Differences(before?.State, after);
        var entry = AuditChain.Append(chain, before?.Chain ?? ChainHead.Empty, change.Facts.ToDraft(chain, differences), Random);
        var state = type.ToRow(after).WithHead(entry.Head);
        return
        [
            before is null ? TableTransactionAction.Add(state) : TableTransactionAction.Update(state, before.ETag, TableUpdateMode.Replace),
            TableTransactionAction.Add(AuditRows.ToRow(state.PartitionKey, entry)),
            .. type.RowsBeside(before?.State, after),
            .. change.Rows,
        ];
    }

    private static ParallelOptions Limit(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = ParallelRequests, CancellationToken = cancellationToken };
}
