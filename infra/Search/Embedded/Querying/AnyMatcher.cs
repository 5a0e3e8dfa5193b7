using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>
/// Finds the documents of a segment that have some of the words: adds up, for every document, score and number of words in one 32-bit accumulator (the number
/// in the upper 7 bits), then keeps those with enough.
/// </summary>
internal static class AnyMatcher
{
    public const int CountShift = 25;
    public const uint ScoreMask = (1u << CountShift) - 1;

    public static void Accumulate(Segment segment, QueryScratch scratch, ReadOnlySpan<QueryTerm> terms, ReadOnlySpan<Postings> postings, Scoring scoring)
    {
        var accumulators = scratch.Accumulators.AsSpan(0, segment.Count);
        accumulators.Clear();
        for (var term = 0; term < terms.Length; term++)
        {
            if (postings[term].Count == 0 || (scoring.Weights[term] == 0 && terms[term].Role != TermRole.Word))
            {
                continue;
            }

            if (terms[term].Role == TermRole.Name)
            {
                scratch.Table.AsSpan(1).Fill((uint)scoring.Weights[term]);
                scratch.Table[0] = 0;
            }
            else
            {
                scoring.FillTable(scratch.Table, term, terms[term].Role == TermRole.Word ? 1u << CountShift : 0);
            }

            Add(accumulators, scratch.Table, segment, postings[term]);
        }
    }

    private static void Add(Span<uint> accumulators, uint[] table, Segment segment, Postings postings)
    {
        var impacts = postings.Impacts(segment);
        if (postings.IsDense)
        {
            for (var ordinal = 0; ordinal < impacts.Length && ordinal < accumulators.Length; ordinal++)
            {
                accumulators[ordinal] += table[impacts[ordinal]];
            }

            return;
        }

        var ordinals = postings.Ordinals(segment);
        for (var i = 0; i < ordinals.Length && i < impacts.Length; i++)
        {
            accumulators[ordinals[i]] += table[impacts[i]];
        }
    }
}
