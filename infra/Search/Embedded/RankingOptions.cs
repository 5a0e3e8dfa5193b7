namespace Marketplace.Search.Embedded;

/// <summary>
/// Parameters of BM25F (Robertson, Zaragoza, Taylor: "Simple BM25 extension to multiple weighted fields", 2004): one BM25 over term counts that are
/// weighted by field and added up. The weights take effect when a segment is built, <see cref="K1"/> and <see cref="B"/> when it is searched.
/// </summary>
public sealed record RankingOptions
{
    /// <summary>The values in force where nothing else is said.</summary>
    public static RankingOptions Default { get; } = new();

    /// <summary>How slowly repeated occurrences of a term saturate; above 0.</summary>
    public float K1 { get; init; } = 1.2f;

    /// <summary>How much a text's length counts against it; 0 to 1.</summary>
    public float B { get; init; } = 0.75f;

    /// <summary>What an occurrence in the name counts; above 0, at most 15.</summary>
    public float NameWeight { get; init; } = 2f;

    /// <summary>What an occurrence in the summary counts; above 0, at most 15.</summary>
    public float SummaryWeight { get; init; } = 1f;

    /// <summary>What an occurrence in the body counts; above 0, at most 15.</summary>
    public float BodyWeight { get; init; } = 1f;

    /// <summary>What an occurrence in a tag counts; above 0, at most 15.</summary>
    public float TagsWeight { get; init; } = 1f;
}
