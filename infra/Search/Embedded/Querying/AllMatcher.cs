using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Finds the documents of a segment that have all of some terms, as a list with scores.</summary>
internal ref struct AllMatcher(Segment segment, QueryScratch scratch, ReadOnlySpan<ulong> allowed, Scoring scoring)
{
    private readonly ReadOnlySpan<ulong> _allowed = allowed;

    /// <summary>The matches are the first this many of <see cref="QueryScratch.Ordinals"/> and <see cref="QueryScratch.Scores"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Begins with the rarest term and narrows by the others.</summary>
    /// <param name="postings">Of all terms of the query.</param>
    /// <param name="required">The terms to have, rarest first.</param>
    public void Match(scoped ReadOnlySpan<Postings> postings, scoped ReadOnlySpan<int> required)
    {
        foreach (var term in required)
        {
            if (postings[term].Count == 0)
            {
                return;
            }
        }

        if (postings[required[0]].IsDense)
        {
            MatchDense(postings, required);
            return;
        }

        Begin(postings[required[0]], required[0]);
        foreach (var term in required[1..])
        {
            if (Count == 0)
            {
                return;
            }

            Combine(postings[term], term, keepAll: false);
        }
    }

    /// <summary>Adds to the scores of those matches that have the term too.</summary>
    public void Boost(Postings postings, int term, bool constant)
    {
        if (postings.Count == 0 || Count == 0 || scoring.Weights[term] == 0)
        {
            return;
        }

        if (constant)
        {
            AddConstant(postings, (uint)scoring.Weights[term]);
        }
        else
        {
            Combine(postings, term, keepAll: true);
        }
    }

    /// <summary>Drops the matches in which a phrase does not occur.</summary>
    public void KeepPhrase(PhrasePattern phrase)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (!segment.Contains(phrase, scratch.Ordinals[i]))
            {
                continue;
            }

            scratch.Ordinals[kept] = scratch.Ordinals[i];
            scratch.Scores[kept++] = scratch.Scores[i];
        }

        Count = kept;
    }

    private void Begin(Postings postings, int term)
    {
        var ordinals = postings.Ordinals(segment);
        var impacts = postings.Impacts(segment);
        var (outOrdinals, outScores) = (scratch.Ordinals, scratch.Scores);
        var (weight, saturation) = ((float)scoring.Weights[term], scoring.Saturation);
        var count = 0;
        for (var i = 0; i < ordinals.Length; i++)
        {
            outOrdinals[count] = ordinals[i];
            outScores[count] = ScoreOf(weight, saturation, impacts[i]);
            count += Bitset.Contains(_allowed, ordinals[i]) ? 1 : 0;
        }

        Count = count;
    }

    private void Combine(Postings postings, int term, bool keepAll)
    {
        if (postings.IsDense)
        {
            CombineDense(postings.Impacts(segment), term, keepAll);
        }
        else
        {
            CombineSparse(postings.Ordinals(segment), postings.Impacts(segment), term, keepAll);
        }
    }

    private void CombineDense(ReadOnlySpan<byte> impacts, int term, bool keepAll)
    {
        var (ordinals, scores) = (scratch.Ordinals, scratch.Scores);
        var (weight, saturation) = ((float)scoring.Weights[term], scoring.Saturation);
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var ordinal = ordinals[i];
            var impact = impacts[ordinal];
            ordinals[kept] = ordinal;
            scores[kept] = scores[i] + ScoreOf(weight, saturation, impact);
            kept += keepAll || impact != 0 ? 1 : 0;
        }

        Count = kept;
    }

    private void CombineSparse(ReadOnlySpan<ushort> list, ReadOnlySpan<byte> impacts, int term, bool keepAll)
    {
        var (ordinals, scores) = (scratch.Ordinals, scratch.Scores);
        var (weight, saturation) = ((float)scoring.Weights[term], scoring.Saturation);
        var cursor = new ListCursor(list);
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var found = cursor.Find(ordinals[i]);
            if (found < 0 && !keepAll)
            {
                continue;
            }

            ordinals[kept] = ordinals[i];
            scores[kept++] = scores[i] + (found < 0 ? 0 : ScoreOf(weight, saturation, impacts[found]));
        }

        Count = kept;
    }

    private readonly void AddConstant(Postings postings, uint score)
    {
        var ordinals = scratch.Ordinals.AsSpan(0, Count);
        if (postings.IsDense)
        {
            var impacts = postings.Impacts(segment);
            for (var i = 0; i < ordinals.Length; i++)
            {
                scratch.Scores[i] += impacts[ordinals[i]] != 0 ? score : 0;
            }

            return;
        }

        foreach (var ordinal in postings.Ordinals(segment))
        {
            if (ordinals.BinarySearch(ordinal) is >= 0 and var at)
            {
                scratch.Scores[at] += score;
            }
        }
    }

    private void MatchDense(scoped ReadOnlySpan<Postings> postings, scoped ReadOnlySpan<int> required)
    {
        Span<ulong> matches = scratch.TakeBitset(_allowed.Length);
        _allowed.CopyTo(matches);
        foreach (var term in required)
        {
            DenseScan.KeepPresent(matches, postings[term].Impacts(segment));
        }

        Count = Bitset.ToList(matches, scratch.Ordinals);
        scratch.Scores.AsSpan(0, Count).Clear();
        foreach (var term in required)
        {
            CombineDense(postings[term].Impacts(segment), term, keepAll: true);
        }
    }

    private static uint ScoreOf(float weight, float[] saturation, byte impact) => (uint)((weight * saturation[impact]) + 0.5f);
}
