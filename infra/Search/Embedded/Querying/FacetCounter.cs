using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>
/// Counts the values of one field over documents. Few documents: adds one to the count of each document's set of values, and spreads the sets at the end. Many: counts
/// the bits that each value's bitmap has in common with them. Whichever is cheaper.
/// </summary>
internal sealed class FacetCounter(string field, FacetUnion union)
{
    // In the time of adding one document to its set's count: comparing a word of two bitmaps, and spreading a set.
    private const double WordCost = 0.15;
    private const double SetCost = 3;

    private readonly int[] _counts = new int[union.Values.Length];

    public string Field { get; } = field;

    public void Reset() => Array.Clear(_counts);

    public void Count(Segment segment, int part, ReadOnlySpan<ushort> ordinals, QueryScratch scratch)
    {
        if (ordinals.IsEmpty || segment.Field(Field) is not { } reader)
            return;
        var words = Bitset.WordsFor(segment.Count);
        if (SetsAreCheaper(reader, words, ordinals.Length))
        {
            CountSets(reader, part, ordinals, scratch.SetCounts);
            return;
        }

        Span<ulong> set = scratch.TakeBitset(words);
        set.Clear();
        Bitset.Add(set, ordinals);
        CountBitmaps(reader, part, set);
    }

    public void Count(Segment segment, int part, ReadOnlySpan<ulong> set, int members, QueryScratch scratch)
    {
        if (members == 0 || segment.Field(Field) is not { } reader)
            return;
        if (SetsAreCheaper(reader, set.Length, members))
            CountSets(reader, part, scratch.MoreOrdinals.AsSpan(0, Bitset.ToList(set, scratch.MoreOrdinals)), scratch.SetCounts);
        else
            CountBitmaps(reader, part, set);
    }

    public FacetResult Result()
    {
        var occurring = 0;
        foreach (var count in _counts)
            occurring += count > 0 ? 1 : 0;

        // Higher counts first, then lower numbers, which are lower values.
        var keys = new ulong[occurring];
        var next = 0;
        for (var number = 0; number < _counts.Length; number++)
        {
            if (_counts[number] > 0)
                keys[next++] = ((ulong)(uint)~_counts[number] << 32) | (uint)number;
        }

        Array.Sort(keys);
        var values = new FacetCount[occurring];
        for (var i = 0; i < keys.Length; i++)
            values[i] = new FacetCount(union.Values[(uint)keys[i]], ~(int)(keys[i] >> 32));
        return new FacetResult(Field, values);
    }

    private static bool SetsAreCheaper(KeywordFieldReader reader, int words, int documents) =>
        documents + (reader.SetCount * SetCost) < (reader.DenseValues * words * WordCost) + reader.Listed;

    private void CountSets(KeywordFieldReader reader, int part, ReadOnlySpan<ushort> ordinals, int[] setCounts)
    {
        var sets = reader.Sets;
        var counts = setCounts.AsSpan(0, reader.SetCount);
        counts.Clear();
        foreach (var ordinal in ordinals)
            counts[sets[ordinal]]++;

        var numbers = union.NumbersIn(part);
        var ends = reader.SetEnds;
        var values = reader.SetValues;
        var start = 0;
        for (var set = 0; set < counts.Length; start = (int)ends[set++])
        {
            if (counts[set] == 0)
                continue;
            foreach (var value in values[start..(int)ends[set]])
                _counts[numbers[(int)value]] += counts[set];
        }
    }

    private void CountBitmaps(KeywordFieldReader reader, int part, ReadOnlySpan<ulong> set)
    {
        var numbers = union.NumbersIn(part);
        for (var value = 0; value < numbers.Length; value++)
        {
            if (reader.IsDense(value))
            {
                _counts[numbers[value]] += Bitset.CountBoth(set, reader.Bitmap(value));
                continue;
            }

            var count = 0;
            foreach (var ordinal in reader.List(value))
                count += Bitset.Contains(set, ordinal) ? 1 : 0;
            _counts[numbers[value]] += count;
        }
    }
}
