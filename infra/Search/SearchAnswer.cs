namespace Marketplace.Search;

/// <summary>One page of hits, and what is true of all of them.</summary>
/// <param name="Hits">The page, in order.</param>
/// <param name="Total">How many documents match, exactly.</param>
/// <param name="Facets">One for every asked field, in the order asked.</param>
/// <param name="Continuation">Hand it in for the next page; null after the last one.</param>
/// <param name="Relaxed">No document has all words, so these have some of them.</param>
/// <param name="IndexedAt">How fresh the index is.</param>
public sealed record SearchAnswer(
    IReadOnlyList<SearchHit> Hits,
    long Total,
    IReadOnlyList<FacetResult> Facets,
    string? Continuation,
    bool Relaxed,
    DateTimeOffset IndexedAt);

/// <summary>A document that matches.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Score">How well it matches; 0 where there is nothing to match. Comparable within one query only.</param>
/// <param name="Stored">The bytes stored with it.</param>
/// <param name="Highlights">Where it matched, if that was asked and text matched.</param>
public sealed record SearchHit(string Id, double Score, ReadOnlyMemory<byte> Stored, Highlights? Highlights);

/// <summary>How many of the matching documents have each value of a field.</summary>
/// <param name="Field">The keyword field.</param>
/// <param name="Values">All values that occur, exact, highest count first, then by value (ordinal).</param>
public sealed record FacetResult(string Field, IReadOnlyList<FacetCount> Values);

/// <summary>How many of the matching documents have a value.</summary>
/// <param name="Value">The value.</param>
/// <param name="Count">Documents, at least 1.</param>
public readonly record struct FacetCount(string Value, long Count);
