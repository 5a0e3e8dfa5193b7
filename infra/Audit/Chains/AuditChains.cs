using System.Runtime.CompilerServices;
using Marketplace.Audit.Trail;

namespace Marketplace.Audit.Chains;

/// <summary>Every chain there is, over all tables. The order of chains is always the ordinal order of their names.</summary>
public sealed class AuditChains
{
    private readonly IReadOnlyList<ChainTable> _tables;

    /// <param name="tables">All of them; their names differ.</param>
    public AuditChains(params IEnumerable<ChainTable> tables) => _tables = [.. tables.OrderBy(static table => table.ChainOf(""), StringComparer.Ordinal)];

    /// <summary>The table a chain is in; null when its name belongs to none.</summary>
    public ChainTable? TableOf(string chain) => _tables.FirstOrDefault(table => table.Has(chain));

    /// <summary>One entry; null when there is none.</summary>
    public async Task<AuditEntry?> FindAsync(AuditLink link, CancellationToken cancellationToken) =>
        TableOf(link.Chain) is { } table ? await table.FindAsync(link, cancellationToken) : null;

    /// <summary>Where a chain stands; null when there is none.</summary>
    public async Task<ChainHead?> HeadAsync(string chain, CancellationToken cancellationToken) =>
        TableOf(chain) is { } table ? await table.HeadAsync(chain, cancellationToken) : null;

    /// <summary>The rows of one chain after a place in it, the head last; nothing when there is no such chain.</summary>
    public IAsyncEnumerable<ChainRow> ReadAsync(string chain, long after, CancellationToken cancellationToken) =>
        TableOf(chain)?.ReadAsync(chain, after, cancellationToken) ?? AsyncEnumerable.Empty<ChainRow>();

    /// <summary>The rows of every chain whose name follows <paramref name="chain"/>; of all chains when it is null.</summary>
    public async IAsyncEnumerable<ChainRow> ReadAfterAsync(string? chain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (table, last) in TablesAfter(chain))
        {
            await foreach (var row in table.ReadAfterAsync(last, cancellationToken))
            {
                yield return row;
            }
        }
    }

    /// <summary>The heads of all chains.</summary>
    public IAsyncEnumerable<AnchorLeaf> HeadsAsync(CancellationToken cancellationToken) => HeadsAfterAsync(null, cancellationToken);

    /// <summary>The heads of the chains whose names follow <paramref name="chain"/>; of all chains when it is null.</summary>
    public async IAsyncEnumerable<AnchorLeaf> HeadsAfterAsync(string? chain, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (table, last) in TablesAfter(chain))
        {
            await foreach (var row in table.HeadsAfterAsync(last, cancellationToken))
            {
                yield return new AnchorLeaf(row.Chain, row.Head!.Value.Sequence, row.Head.Value.Hash);
            }
        }
    }

    /// <summary>The tables that have chains after one, each with the chain to begin after.</summary>
    private IEnumerable<(ChainTable Table, string? Last)> TablesAfter(string? chain) => _tables
        .Where(table => chain is null || table.Has(chain) || string.CompareOrdinal(table.ChainOf(""), chain) > 0)
        .Select(table => (table, chain is not null && table.Has(chain) ? chain : null));
}
