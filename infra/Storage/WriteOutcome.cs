using Azure;

namespace Marketplace.Storage;

/// <summary>What became of a write. All of these are expected; whatever is not among them is an exception.</summary>
public enum WriteOutcome
{
    /// <summary>The write took effect.</summary>
    Saved,

    /// <summary>Something with that name or key exists already; nothing was written.</summary>
    Exists,

    /// <summary>It was changed since the given ETag or append position; nothing was written.</summary>
    Stale,

    /// <summary>There is nothing of that name or key; nothing was written.</summary>
    NotFound,

    /// <summary>Somebody else holds a lease on it, or the given lease is lost; nothing was written.</summary>
    Leased,

    /// <summary>An append blob takes no more: it is sealed, or its limit of blocks is reached.</summary>
    Full,
}

/// <summary>The outcome of a write and, when it was saved, the new ETag.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="ETag">The ETag after the write; default unless saved (and after a deletion).</param>
public readonly record struct WriteResult(WriteOutcome Outcome, ETag ETag = default)
{
    /// <summary>Whether the write took effect.</summary>
    public bool IsSaved => Outcome == WriteOutcome.Saved;

    internal static WriteResult Saved(ETag etag) => new(WriteOutcome.Saved, etag);

    internal static WriteResult Refused(WriteOutcome outcome) => new(outcome);
}
