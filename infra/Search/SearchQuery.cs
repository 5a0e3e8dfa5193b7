namespace Marketplace.Search;

/// <summary>What to look for, how to order it and which page of it to answer.</summary>
/// <remarks>
/// <see cref="Text"/> is what a person typed and is never an error: words are all required, a run of Chinese characters is one word, <c>"…"</c> (or “…”, 「…」)
/// is a phrase and a leading minus (also －) excludes. Only when nothing has all words is the query relaxed, and the answer says so. Text without a single word
/// (blank, or punctuation only) matches everything, as does text that only excludes, except for what it excludes.
/// </remarks>
public sealed record SearchQuery
{
    /// <summary>The largest <see cref="Limit"/>; a larger one is cut to it, and one below 0 to 0 (counts only).</summary>
    public const int MaxLimit = 1000;

    /// <summary>What was typed; only the first 1,000 UTF-16 units and the first 64 distinct terms are considered.</summary>
    public string? Text { get; init; }

    /// <summary>All of these have to hold.</summary>
    public IReadOnlyList<KeywordFilter> Filters { get; init; } = [];

    /// <summary>Only documents updated at this instant or later.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>The order of the hits.</summary>
    public SearchSort Sort { get; init; }

    /// <summary>How many hits to answer.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>
    /// Where the page before ended: <see cref="SearchAnswer.Continuation"/> of the same query. It is not signed; do not take it from strangers unsigned.
    /// </summary>
    public string? Continuation { get; init; }

    /// <summary>Keyword fields whose values are to be counted.</summary>
    public IReadOnlyList<string> Facets { get; init; } = [];

    /// <summary>Whether hits say where they matched.</summary>
    public bool Highlight { get; init; }
}

/// <summary>Keeps documents that have one of some values in a keyword field.</summary>
/// <param name="Field">The field.</param>
/// <param name="AnyOf">The accepted values; none accepts nothing.</param>
public sealed record KeywordFilter(string Field, IReadOnlyList<string> AnyOf)
{
    /// <summary>
    /// A permission rather than a choice: it narrows facet counts of its own field and suggestions too. A filter that is not required is a selection,
    /// which the counts of its own field ignore, so that a person sees what choosing another value would give.
    /// </summary>
    public bool Required { get; init; }
}

/// <summary>The order of hits. Equal ones follow a hash of their ids, so that nobody wins by name.</summary>
public enum SearchSort
{
    /// <summary>Best match first; newest first where there is no text to match.</summary>
    Relevance,

    /// <summary>Highest <see cref="SearchDocument.Attention"/> first.</summary>
    Attention,

    /// <summary>Latest <see cref="SearchDocument.PublishedAt"/> first.</summary>
    Newest,

    /// <summary>By name: Latin letters, then common Chinese characters by their pronunciation (pinyin), then rare ones.</summary>
    Name,
}
