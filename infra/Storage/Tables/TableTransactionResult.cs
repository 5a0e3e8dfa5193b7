using Azure;

namespace Marketplace.Storage.Tables;

/// <summary>What became of a transaction: all of it was saved, or nothing.</summary>
/// <param name="Outcome">Saved, or why the first refused action was refused.</param>
/// <param name="FailedIndex">The refused action's index; -1 when saved, or when the service did not say.</param>
/// <param name="ETags">The new ETag of each action in order (default for deletions); empty unless saved.</param>
public sealed record TableTransactionResult(WriteOutcome Outcome, int FailedIndex, IReadOnlyList<ETag> ETags)
{
    /// <summary>Whether all of it took effect.</summary>
    public bool IsSaved => Outcome == WriteOutcome.Saved;

    /// <summary>
    /// An earlier attempt's answer was lost. A refusal is then uncertain in one case: the lost attempt took effect and somebody has changed a
    /// row since. Who must know for sure looks for a row that only this transaction writes and nobody changes.
    /// </summary>
    public bool WasRetried { get; init; }
}
