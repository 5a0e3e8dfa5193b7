namespace Marketplace.Audit.Index;

/// <summary>Which entries are wanted; what is null does not matter.</summary>
/// <param name="Target">What they are about (<see cref="AuditDraft.Target"/>), or the chain they are in.</param>
/// <param name="Actor">Pseudonym of whoever acted.</param>
/// <param name="Action">What was done.</param>
/// <param name="From">Not before this.</param>
/// <param name="To">Before this.</param>
public sealed record AuditFilter(string? Target = null, string? Actor = null, string? Action = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    internal bool Matches(AuditPosting posting) => (Actor is null || posting.Actor == Actor) && (Action is null || posting.Action == Action);

    // Keys run from new to old, so that the end of the time comes first; one tick earlier, since it does not belong to it.
    internal string FirstKey => To is { } to ? AuditPosting.KeyAt(to.UtcTicks - 1) : "";

    internal string LastKey => From is { } from ? AuditPosting.KeyAt(from.UtcTicks - 1) : PostingPage.Oldest;
}

/// <summary>An entry that was found.</summary>
/// <param name="Link">Where it is.</param>
/// <param name="Record">What it says, as hashed; null when it is missing or unreadable.</param>
/// <param name="Entry">As stored; null when it is missing.</param>
/// <param name="IsIntact">Whether text, hash and place fit together. Whether the chain holds is for verification.</param>
public sealed record AuditHit(AuditLink Link, AuditRecord? Record, AuditEntry? Entry, bool IsIntact);

/// <summary>A page of entries, newest first.</summary>
/// <param name="Hits">The entries.</param>
/// <param name="Total">How many there are on all pages, as of the first.</param>
/// <param name="Continuation">Where the next page begins; null on the last.</param>
public sealed record AuditHits(IReadOnlyList<AuditHit> Hits, long Total, string? Continuation);
