namespace Marketplace.Search;

/// <summary>What somebody has typed so far.</summary>
/// <param name="Prefix">The beginning, or some inner part, of a completion; width and case do not matter. Blank text suggests nothing.</param>
/// <param name="Limit">How many suggestions at most.</param>
/// <param name="Filters">Only completions of documents that pass all of these are offered.</param>
public sealed record SuggestQuery(string Prefix, int Limit, IReadOnlyList<KeywordFilter> Filters);

/// <summary>
/// A completion to offer: those that begin with what was typed come first, then those that contain it; then by attention, then the shorter text.
/// </summary>
/// <param name="Text">What to show and to search for.</param>
/// <param name="Type">As the document's <see cref="Completion"/> said.</param>
/// <param name="DocumentId">The one document that carries it; null if several do.</param>
/// <param name="Keywords">That document's keyword fields; empty if several carry it.</param>
public sealed record Suggestion(string Text, string Type, string? DocumentId, IReadOnlyList<KeywordField> Keywords);
