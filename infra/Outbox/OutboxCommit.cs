using Azure;

namespace Marketplace.Outbox;

/// <summary>What became of a commit.</summary>
public enum OutboxOutcome
{
    /// <summary>All of it took effect and will be acted on.</summary>
    Committed,

    /// <summary>
    /// It came too late: a consumer had seen the intent and given it up. Nothing was written; the operation may be tried anew with a new event.
    /// </summary>
    Cancelled,

    /// <summary>A row to be added exists already; nothing was written.</summary>
    Exists,

    /// <summary>A row was changed since it was read; nothing was written.</summary>
    Stale,

    /// <summary>A row to be changed does not exist; nothing was written.</summary>
    NotFound,
}

/// <summary>The outcome of a commit.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="FailedIndex">Index of the refused change; -1 when there is none or it is not known.</param>
/// <param name="ETags">
/// The new ETag of each change in order. Empty unless committed, and in one rare case also then: an answer was lost, and somebody changed the
/// rows before it could be looked for. Who needs the ETags then reads.
/// </param>
public sealed record OutboxCommit(OutboxOutcome Outcome, int FailedIndex, IReadOnlyList<ETag> ETags)
{
    /// <summary>Whether it took effect.</summary>
    public bool IsCommitted => Outcome == OutboxOutcome.Committed;
}
