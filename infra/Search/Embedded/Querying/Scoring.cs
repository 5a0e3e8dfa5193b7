using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>
/// What the terms of a query weigh. Scores are whole numbers, so that they come out the same in whatever order terms are added and however documents are spread
/// over segments. A later page is given the weights of the first one: a document that did not change keeps its score while the index changes around it.
/// </summary>
internal sealed class Scoring
{
    /// <summary>What 1.0 is in a score. With 64 terms of each role, none below one document in millions, sums stay within 25 bits.</summary>
    public const int Scale = 1 << 12;

    // A character that more than an eighth of all documents have says little and costs much.
    private const int CommonCharacterFraction = 8;

    private Scoring(float averageLength, int[] weights, float[] saturation)
    {
        AverageLength = averageLength;
        Weights = weights;
        Saturation = saturation;
    }

    public float AverageLength { get; }

    /// <summary>For each term of the query its inverse document frequency, in <see cref="Scale"/>; 0 if it does not count.</summary>
    public int[] Weights { get; }

    /// <summary>By impact code.</summary>
    public float[] Saturation { get; }

    public static Scoring FromStatistics(ParsedQuery query, TermLookup lookup, Statistics statistics)
    {
        var weights = new int[query.Terms.Length];
        var all = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var (role, found) = (query.Terms[i].Role, lookup.DocumentFrequency(i));
            weights[i] = role switch
            {
                TermRole.Name => all + Scale, // above whatever matching words alone can give
                TermRole.Character when found > statistics.Documents / CommonCharacterFraction => 0,
                _ => WeightOf(found, statistics.Documents),
            };
            all += role == TermRole.Character ? 0 : weights[i];
        }

        return new Scoring(statistics.AverageLength, weights, statistics.Saturation);
    }

    public static Scoring FromPage(ContinuationToken page, Statistics statistics) =>
        new(page.AverageLength, page.Weights, page.AverageLength == statistics.AverageLength
            ? statistics.Saturation
            : Impact.Saturation(statistics.Ranking, page.AverageLength));

    /// <summary>What a term adds for each impact code, plus something constant wherever the term occurs.</summary>
    public void FillTable(Span<uint> table, int term, uint constant)
    {
        table[0] = 0;
        float weight = Weights[term];
        for (var code = 1; code < table.Length; code++)
        {
            table[code] = (uint)((weight * Saturation[code]) + 0.5f) + constant;
        }
    }

    private static int WeightOf(long found, long documents) => (int)Math.Round(Math.Log(1 + ((documents - found + 0.5) / (found + 0.5))) * Scale);
}
