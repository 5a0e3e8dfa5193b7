using Marketplace.Search.Analysis;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>How many words of a query a document must have.</summary>
internal static class MatchLevel
{
    public const int All = 0;

    /// <summary>A few of a long query, which keeps documents out that share one frequent word with it.</summary>
    public const int Several = 1;

    public const int Any = 2;

    public const int Last = Any;

    private const int WordsForEach = 6;
    private const int MostRequired = 3;

    /// <summary>The number of words required. Where a phrase is required, words are not.</summary>
    public static int Required(int level, ParsedQuery query) => level switch
    {
        All => query.Words,
        _ when query.HasPhrases => 0,
        Several => Math.Min(MostRequired, 1 + (query.Words / WordsForEach)),
        _ => 1,
    };

    /// <summary>The next level that could find more; null if there is none.</summary>
    public static int? After(int level, ParsedQuery query)
    {
        for (var next = level + 1; next <= Last; next++)
        {
            if (Required(next, query) < Required(level, query))
            {
                return next;
            }
        }

        return null;
    }
}
