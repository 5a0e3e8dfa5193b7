using Marketplace.Audit;
using Marketplace.Storage.Tables;

namespace Marketplace.Aggregates;

/// <summary>
/// A type of aggregate, declared once: where its state lies and what the audit trail says of a change. Each aggregate has a partition of its
/// own, which one transaction changes as a whole: the state row, the entry of the audit chain, the event row and whatever rows lie beside them.
/// </summary>
/// <typeparam name="T">The state.</typeparam>
public sealed record AggregateType<T>
    where T : class
{
    /// <summary>First part of the names of the aggregates' audit chains, such as <c>vendors</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the table.</summary>
    public required string Table { get; init; }

    /// <summary>Row key of the state row; sorts after <c>audit-</c>.</summary>
    public required string StateRow { get; init; }

    /// <summary>Partition key for an id as clients write it; null for what cannot be an id, and is then not looked up.</summary>
    public required Func<string, string?> PartitionOf { get; init; }

    /// <summary>Id of an aggregate: its partition key.</summary>
    public required Func<T, string> IdOf { get; init; }

    /// <summary>Counts every change of an aggregate, from 1.</summary>
    public required Func<T, long> RevisionOf { get; init; }

    /// <summary>The state row, with keys.</summary>
    public required Func<T, TableEntity> ToRow { get; init; }

    /// <summary>The state that a row holds.</summary>
    public required Func<TableEntity, T> FromRow { get; init; }

    /// <summary>What changed between two states; the first is null for a new aggregate.</summary>
    public required Func<T?, T, AuditDifferences> Differences { get; init; }

    /// <summary>Rows that a change adds beside the state.</summary>
    public Func<T?, T, IEnumerable<TableTransactionAction>> RowsBeside { get; init; } = static (_, _) => [];

    /// <summary>Name of an aggregate's audit chain, and of the aggregate in the trail.</summary>
    public string ChainOf(string id) => $"{Name}/{id}";

    /// <summary>The aggregate that an audit chain belongs to; null when it belongs to one of another type.</summary>
    public string? IdIn(string chain) =>
        chain.Length > Name.Length + 1 && chain[Name.Length] == '/' && chain.StartsWith(Name, StringComparison.Ordinal) ? chain[(Name.Length + 1)..] : null;
}
