using Azure;
using Marketplace.Audit;
using Marketplace.Storage.Tables;

namespace Marketplace.Aggregates;

/// <summary>An aggregate as it was read.</summary>
/// <typeparam name="T">The state.</typeparam>
/// <param name="State">The state.</param>
/// <param name="ETag">Version of the state row; a change names it.</param>
/// <param name="Chain">Head of the audit chain.</param>
public record Stored<T>(T State, ETag ETag, ChainHead Chain)
    where T : class;

/// <summary>A change that was decided and is to be committed as a whole.</summary>
/// <typeparam name="T">The state.</typeparam>
/// <param name="Before">What was read; null for a new aggregate.</param>
/// <param name="After">What it becomes.</param>
/// <param name="Facts">What the audit trail records besides the change.</param>
public record Change<T>(Stored<T>? Before, T After, AuditFacts Facts)
    where T : class
{
    /// <summary>What the audit trail names as changed, where that is more than the aggregate's type says.</summary>
    public AuditDifferences? Differences { get; init; }

    /// <summary>Changes of rows that others keep in the same partition, as part of the same transaction.</summary>
    public IReadOnlyList<TableTransactionAction> Rows { get; init; } = [];
}
