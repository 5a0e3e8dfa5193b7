namespace Marketplace.Search;

/// <summary>One entry as a search engine sees it. The engine knows nothing of the marketplace: what a keyword field means is the caller's.</summary>
public sealed record SearchDocument
{
    /// <summary>Unique in an index; 1 to 128 UTF-16 units.</summary>
    public required string Id { get; init; }

    /// <summary>Grows with every change of the entry; a higher one replaces a lower one.</summary>
    public required long Version { get; init; }

    /// <summary>The title. Searched, highlighted, sorted by, and found exactly.</summary>
    public required string Name { get; init; }

    /// <summary>A short text, searched and highlighted.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The long text, searched and highlighted.</summary>
    public string Body { get; init; } = "";

    /// <summary>Short phrases, each searched on its own.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Values to filter and count by. The caller has added ancestors already (region 44, 4401 and 440106).</summary>
    public IReadOnlyList<KeywordField> Keywords { get; init; } = [];

    /// <summary>What <see cref="SearchSort.Attention"/> sorts by, highest first; not NaN.</summary>
    public double Attention { get; init; }

    /// <summary>What <see cref="SearchSort.Newest"/> sorts by, to the millisecond.</summary>
    public DateTimeOffset PublishedAt { get; init; }

    /// <summary>What <see cref="SearchQuery.UpdatedSince"/> compares with, to the millisecond.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Texts that are offered while somebody types: the name, the vendor's, the themes'.</summary>
    public IReadOnlyList<Completion> Completions { get; init; } = [];

    /// <summary>Opaque bytes handed back with every hit, such as the caller's list item as JSON.</summary>
    public ReadOnlyMemory<byte> Stored { get; init; }
}

/// <summary>The values one document has in one keyword field; repeated values count once.</summary>
/// <param name="Name">The field's name, at most 64 UTF-16 units.</param>
/// <param name="Values">The exact values, compared ordinally.</param>
public sealed record KeywordField(string Name, IReadOnlyList<string> Values);

/// <summary>A text to offer while somebody types.</summary>
/// <param name="Text">What is shown and put into the query; blank ones are left out.</param>
/// <param name="Type">The caller's word for what the text is, such as <c>name</c> or <c>vendor</c>.</param>
public sealed record Completion(string Text, string Type);
