using System.Runtime.CompilerServices;
using Marketplace.Storage.Tables;

namespace Marketplace.Audit.Chains;

/// <summary>An entry of a chain, or the head that its aggregate carries; the head comes last.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Entry">An entry, or null.</param>
/// <param name="Head">The head, or null.</param>
public readonly record struct ChainRow(string Chain, AuditEntry? Entry, ChainHead? Head);

/// <summary>The chains of one table: every partition is a chain, called <c>name/partition</c>.</summary>
public sealed class ChainTable
{
    private static readonly string[] HeadColumns = [AuditRows.ChainSequence, AuditRows.ChainHash];
    private static readonly string[] Columns = [.. HeadColumns, AuditRows.Chained, AuditRows.Hash, AuditRows.Personal, AuditRows.ErasedBy];

    // '.' follows '-': every key of an entry lies between the two.
    private const string AfterEntries = "audit.";

    private readonly string _prefix;

    /// <param name="name">First part of the chains' names, such as <c>listings</c>.</param>
    /// <param name="table">The table whose partitions are the chains.</param>
    /// <param name="headRow">Row key of the state row that carries the head; sorts after the entries.</param>
    /// <exception cref="ArgumentException">The head's row would not come after the entries.</exception>
    public ChainTable(string name, TableClient table, string headRow)
    {
        if (string.CompareOrdinal(headRow, AfterEntries) < 0)
        {
            throw new ArgumentException($"The key '{headRow}' does not sort after '{AuditRows.Prefix}…'.", nameof(headRow));
        }

        (Name, Table, HeadRow, _prefix) = (name, table, headRow, name + "/");
    }

    /// <summary>First part of the chains' names.</summary>
    public string Name { get; }

    /// <summary>The table the chains lie in.</summary>
    public TableClient Table { get; }

    /// <summary>Row key of the row that carries a chain's head.</summary>
    public string HeadRow { get; }

    /// <summary>Name of the chain in a partition.</summary>
    public string ChainOf(string partition) => _prefix + partition;

    /// <summary>Partition of a chain of this collection.</summary>
    public string PartitionOf(string chain) => chain[_prefix.Length..];

    /// <summary>Whether a chain's name is one of this collection's.</summary>
    public bool Has(string chain) => chain.Length > _prefix.Length && chain.StartsWith(_prefix, StringComparison.Ordinal);

    /// <summary>One entry; null when there is none.</summary>
    public async Task<AuditEntry?> FindAsync(AuditLink link, CancellationToken cancellationToken) =>
        await Table.GetEntityIfExistsAsync(PartitionOf(link.Chain), AuditRows.Key(link.Sequence), Columns, cancellationToken) is { } row
            ? AuditRows.FromRow(row)
            : null;

    /// <summary>The head that the aggregate carries; null when there is no such chain.</summary>
    public async Task<ChainHead?> HeadAsync(string chain, CancellationToken cancellationToken) =>
        await Table.GetEntityIfExistsAsync(PartitionOf(chain), HeadRow, HeadColumns, cancellationToken) is { } row ? AuditRows.HeadOf(row) : null;

    /// <summary>The rows of one chain after a place in it, the head last.</summary>
    public IAsyncEnumerable<ChainRow> ReadAsync(string chain, long after, CancellationToken cancellationToken)
    {
        var (partition, key) = (PartitionOf(chain), AuditRows.Key(after));
        return QueryAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and ((RowKey gt {key} and RowKey lt {AfterEntries}) or RowKey eq {HeadRow})"),
                Columns, cancellationToken);
    }

    /// <summary>The rows of every chain whose name follows <paramref name="chain"/>, chain by chain in ordinal order; of all chains when it is null.</summary>
    public IAsyncEnumerable<ChainRow> ReadAfterAsync(string? chain, CancellationToken cancellationToken)
    {
        var partition = chain is null ? "" : PartitionOf(chain);
        return QueryAsync(
            TableClient.CreateQueryFilter(
                $"PartitionKey gt {partition} and ((RowKey ge {AuditRows.Prefix} and RowKey lt {AfterEntries}) or RowKey eq {HeadRow})"),
                Columns, cancellationToken);
    }

    /// <summary>The heads of the chains whose names follow <paramref name="chain"/>, or of all, in ordinal order of their names; no entries.</summary>
    public IAsyncEnumerable<ChainRow> HeadsAfterAsync(string? chain, CancellationToken cancellationToken)
    {
        var partition = chain is null ? "" : PartitionOf(chain);
        return QueryAsync(TableClient.CreateQueryFilter($"PartitionKey gt {partition} and RowKey eq {HeadRow}"), HeadColumns, cancellationToken);
    }

    private async IAsyncEnumerable<ChainRow> QueryAsync(string filter, string[] columns, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in Table.QueryAsync(filter, select: columns, cancellationToken: cancellationToken))
        {
            var chain = ChainOf(row.PartitionKey);
            yield return row.RowKey == HeadRow ? new ChainRow(chain, null, AuditRows.HeadOf(row)) : new ChainRow(chain, AuditRows.FromRow(row), null);
        }
    }
}
