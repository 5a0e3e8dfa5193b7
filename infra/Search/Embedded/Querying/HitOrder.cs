using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>The orders that do not depend on the query: each segment has them ready.</summary>
internal static class HitOrder
{
    public static SortKey KeyOf(Segment segment, int ordinal, SearchSort sort, uint score)
    {
        var primary = sort switch
        {
            SearchSort.Relevance => score,
            SearchSort.Attention => SortKey.Of(segment.Image.Get<double>(Section.Attention)[ordinal]),
            SearchSort.Newest => SortKey.Of(segment.Image.Get<long>(Section.Published)[ordinal]),
            _ => 0UL,
        };
        var name = sort == SearchSort.Name ? Analysis.NameOrder.KeyOf(new TextRecord(segment.TextAt(ordinal)).Name) : [];
        return new SortKey(primary, segment.IdHashAt(ordinal), segment.IdAt(ordinal), name);
    }

    /// <summary>Adds the first matches of a segment in a given order, beginning after a key.</summary>
    public static void Collect(List<Hit> hits, Segment segment, int part, Matches matches, SearchSort sort, SortKey? after, int capacity, QueryScratch scratch)
    {
        if (capacity == 0 || matches.Count == 0)
        {
            return;
        }

        var (orderSection, rankSection) = SectionsOf(sort);
        var order = segment.Image.Get<ushort>(orderSection);
        var rank = after is { } key ? FirstAfter(segment, order, sort, key) : 0;

        // Walking down the order meets a match every Count documents or so; else the matches are put in order first.
        var walk = !matches.IsList && (long)capacity * segment.Count < (long)matches.Count * matches.Count;
        var ranked = walk ? default : Ranked(segment, matches, segment.Image.Get<ushort>(rankSection), scratch);
        for (var taken = 0; taken < capacity && rank < order.Length; rank++)
        {
            if (!walk && (rank = Next(ranked, rank)) < 0)
            {
                return;
            }

            if (walk && !Bitset.Contains(matches.Set, order[rank]))
            {
                continue;
            }

            hits.Add(new Hit(part, order[rank], matches.ScoreOf(order[rank], scratch), 0));
            taken++;
        }
    }

    private static (Section Order, Section Ranks) SectionsOf(SearchSort sort) => sort switch
    {
        SearchSort.Attention => (Section.AttentionOrder, Section.AttentionRanks),
        SearchSort.Name => (Section.NameOrder, Section.NameRanks),
        _ => (Section.NewestOrder, Section.NewestRanks),
    };

    private static int FirstAfter(Segment segment, ReadOnlySpan<ushort> order, SearchSort sort, SortKey key)
    {
        var (low, high) = (0, order.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (KeyOf(segment, order[middle], sort, 0).CompareTo(key) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static ReadOnlySpan<ulong> Ranked(Segment segment, Matches matches, ReadOnlySpan<ushort> ranks, QueryScratch scratch)
    {
        var ranked = scratch.TakeBitset(Bitset.WordsFor(segment.Count));
        ranked.Clear();
        var ordinals = matches.IsList ? scratch.Ordinals.AsSpan(0, matches.Count)
            : scratch.MoreOrdinals.AsSpan(0, Bitset.ToList(matches.Set, scratch.MoreOrdinals));
        foreach (var ordinal in ordinals)
        {
            Bitset.Add(ranked, ranks[ordinal]);
        }

        return ranked;
    }

    private static int Next(ReadOnlySpan<ulong> set, int from)
    {
        for (var word = from >> 6; word < set.Length; word++)
        {
            var bits = word == from >> 6 ? set[word] & (ulong.MaxValue << from) : set[word];
            if (bits != 0)
            {
                return (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
            }
        }

        return -1;
    }
}
