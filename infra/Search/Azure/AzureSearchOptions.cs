namespace Marketplace.Search.Azure;

/// <summary>Where an index on Azure AI Search is and what it has to know of the documents beforehand.</summary>
public sealed record AzureSearchOptions
{
    /// <summary>The service, such as <c>https://name.search.windows.net</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The index's name: 2 to 128 lower-case letters, digits and hyphens. It is created by the first write.</summary>
    public required string IndexName { get; init; }

    /// <summary>All keyword fields documents have: letters, digits and underscores, at most 64. Others are not indexed.</summary>
    public required IReadOnlyList<string> KeywordFields { get; init; }
}
