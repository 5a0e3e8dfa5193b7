using System.Runtime.CompilerServices;

namespace Marketplace.Audit;

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
        foreach (var table in _tables)
        {
            var isBegun = chain is not null && table.Has(chain);
            if (chain is not null && !isBegun && string.CompareOrdinal(table.ChainOf(""), chain) < 0) continue;
            await foreach (var row in table.ReadAfterAsync(isBegun ? chain : null, cancellationToken)) yield return row;
        }
    }

    /// <summary>The heads of all chains.</summary>
    public async IAsyncEnumerable<AnchorLeaf> HeadsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var table in _tables)
        {
            await foreach (var row in table.HeadsAsync(cancellationToken)) yield return new AnchorLeaf(row.Chain, row.Head!.Value.Sequence, row.Head.Value.Hash);
        }
    }
}
