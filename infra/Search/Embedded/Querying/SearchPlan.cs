using Marketplace.Search.Analysis;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>A query, ready to run on each segment.</summary>
internal sealed class SearchPlan
{
    public required ParsedQuery Query { get; init; }

    public required TermLookup Lookup { get; init; }

    public required Scoring Scoring { get; init; }

    public required SearchSort Sort { get; init; }

    public SortKey? After { get; init; }

    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>Filters that hold for everything: permissions, and selections in fields that are not counted.</summary>
    public required KeywordFilter[] Limits { get; init; }

    /// <summary>The filters of each counted field that has some: its own counts ignore them.</summary>
    public required (string Field, KeywordFilter[] Filters)[] Selections { get; init; }

    public required FacetCounter[] Facets { get; init; }

    /// <summary>How many hits to find; one more than asked tells whether there is another page.</summary>
    public required int Capacity { get; init; }

    /// <summary>A document that is not to be found.</summary>
    public string? ExceptId { get; init; }

    public bool SortsByScore => Sort == SearchSort.Relevance && Query.HasText;

    /// <summary>Without text there is no relevance: the newest come first.</summary>
    public SearchSort EffectiveSort => Sort == SearchSort.Relevance && !Query.HasText ? SearchSort.Newest : Sort;
}
