using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>
/// Counts the values of one field over documents. Few documents: goes through the values of each. More: adds one to the count of each document's set of values,
/// and spreads the sets at the end. Most of the segment: counts the bits that each value's bitmap has in common with them. Whichever is cheapest.
/// </summary>
internal sealed class FacetCounter(string field, FacetUnion union)
{
    // In the time of adding one document to its set's count: comparing a word of two bitmaps, spreading a set, and going through one document's values.
    private const double WordCost = 0.5;
    private const double SetCost = 3;
    private const double ValuesCost = 4;

    private readonly int[] _counts = new int[union.Values.Length];

    public string Field { get; } = field;

    public void Reset() => Array.Clear(_counts);

    public void Count(Segment segment, int part, ReadOnlySpan<ushort> ordinals, QueryScratch scratch)
    {
        if (ordinals.IsEmpty || segment.Field(Field) is not { } reader)
        {
            return;
        }

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
        {
            return;
        }

        if (SetsAreCheaper(reader, set.Length, members))
        {
            CountSets(reader, part, scratch.MoreOrdinals.AsSpan(0, Bitset.ToList(set, scratch.MoreOrdinals)), scratch.SetCounts);
        }
        else
        {
            CountBitmaps(reader, part, set);
        }
    }

    public FacetResult Result()
    {
        var occurring = 0;
        foreach (var count in _counts)
        {
            occurring += count > 0 ? 1 : 0;
        }

        // Higher counts first, then lower numbers, which are lower values.
        var keys = new ulong[occurring];
        var next = 0;
        for (var number = 0; number < _counts.Length; number++)
        {
            if (_counts[number] > 0)
            {
                keys[next++] = ((ulong)(uint)~_counts[number] << 32) | (uint)number;
            }
        }

        Array.Sort(keys);
        var values = new FacetCount[occurring];
        for (var i = 0; i < keys.Length; i++)
        {
            values[i] = new FacetCount(union.Values[(uint)keys[i]], ~(int)(keys[i] >> 32));
        }

        return new FacetResult(Field, values);
    }

    private static bool SetsAreCheaper(KeywordFieldReader reader, int words, int documents) =>
        Math.Min(documents * ValuesCost, documents + (reader.SetCount * SetCost)) < (reader.DenseValues * words * WordCost) + reader.Listed;

    private void CountSets(KeywordFieldReader reader, int part, ReadOnlySpan<ushort> ordinals, int[] setCounts)
    {
        var sets = reader.Sets;
        var numbers = union.NumbersIn(part);
        if (ordinals.Length * ValuesCost < ordinals.Length + (reader.SetCount * SetCost))
        {
            foreach (var ordinal in ordinals)
            {
                Spread(reader.ValuesOfSet(sets[ordinal]), numbers, 1);
            }

            return;
        }

        var counts = setCounts.AsSpan(0, reader.SetCount);
        counts.Clear();
        foreach (var ordinal in ordinals)
        {
            counts[sets[ordinal]]++;
        }

        for (var set = 0; set < counts.Length; set++)
        {
            if (counts[set] != 0)
            {
                Spread(reader.ValuesOfSet(set), numbers, counts[set]);
            }
        }
    }

    private void Spread(ReadOnlySpan<uint> values, ReadOnlySpan<int> numbers, int count)
    {
        foreach (var value in values)
        {
            _counts[numbers[(int)value]] += count;
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
            {
                count += Bitset.Contains(set, ordinal) ? 1 : 0;
            }

            _counts[numbers[value]] += count;
        }
    }
}
