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
}
