using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Tables;

namespace Marketplace.Audit.Chains;

/// <summary>
/// Appends events that come with no change of an aggregate, such as a look at protected data, to a chain of their own. One
/// transaction when this process wrote to the chain before, two the first time. Safe for concurrent use, also by several processes.
/// </summary>
/// <param name="chains">Where the chain lies.</param>
/// <param name="random">Source of salts; cryptographic in production.</param>
public sealed class ChainAppender(ChainTable chains, RandomNumberGenerator random)
{
    // Enough for every other process to get ahead of us many times over.
    private const int MaxAttempts = 100;
    private const int MaxHeads = 10_000;

    private readonly ConcurrentDictionary<string, StoredHead> _heads = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(static _ => new SemaphoreSlim(1))];

    /// <summary>Records an event; when this returns, it is on the chain.</summary>
    /// <param name="partition">The chain's partition.</param>
    /// <param name="draft">What to record.</param>
    /// <param name="cancellationToken">Stops waiting; the event may have been recorded.</param>
    /// <exception cref="RequestFailedException">Storage is away.</exception>
    /// <exception cref="InvalidOperationException">Others kept appending to the same chain all the time.</exception>
    public async Task<AuditLink> AppendAsync(string partition, AuditDraft draft, CancellationToken cancellationToken)
    {
        var turn = _turns[(uint)partition.GetHashCode(StringComparison.Ordinal) % _turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 0; attempt < MaxAttempts; attempt++)
            {
                var head = _heads.TryGetValue(partition, out var known) ? known : await ReadAsync(partition, cancellationToken);
                if (await TryAppendAsync(partition, head, draft, cancellationToken) is { } link)
                {
                    return link;
                }

                _heads.TryRemove(partition, out _);
            }
        }
        finally
        {
            turn.Release();
        }

        throw new InvalidOperationException($"The chain {chains.ChainOf(partition)} moved on {MaxAttempts} times.");
    }

    private async Task<AuditLink?> TryAppendAsync(string partition, StoredHead stored, AuditDraft draft, CancellationToken cancellationToken)
    {
        var chain = chains.ChainOf(partition);
        var entry = AuditChain.Append(chain, stored.Head, draft, random);
        var state = new TableEntity(partition, chains.HeadRow).WithHead(entry.Head);
        var result = await chains.Table.SubmitTransactionAsync(
        [
            stored.ETag == default ? TableTransactionAction.Add(state) : TableTransactionAction.Update(state, stored.ETag, TableUpdateMode.Replace),
            TableTransactionAction.Add(AuditRows.ToRow(partition, entry)),
        ], cancellationToken);
        if (!result.IsSaved)
        {
            return null;
        }

        if (_heads.Count >= MaxHeads)
        {
            _heads.Clear();
        }

        _heads[partition] = new StoredHead(entry.Head, result.ETags[0]);
        return new AuditLink(chain, entry.Sequence);
    }

    private async Task<StoredHead> ReadAsync(string partition, CancellationToken cancellationToken) =>
        await chains.Table.GetEntityIfExistsAsync(partition, chains.HeadRow, cancellationToken: cancellationToken) is { } row
            ? new StoredHead(AuditRows.HeadOf(row), row.ETag)
            : new StoredHead(ChainHead.Empty, default);

    private readonly record struct StoredHead(ChainHead Head, ETag ETag);
}
