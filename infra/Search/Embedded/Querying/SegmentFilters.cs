using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Turns what limits a query, other than its words, into sets of documents of one segment.</summary>
internal static class SegmentFilters
{
    /// <summary>The documents that are not deleted and were updated recently enough.</summary>
    public static void Live(Span<ulong> set, Segment segment, DeleteSet deletes, DateTimeOffset? updatedSince)
    {
        Bitset.SetFirst(set, segment.Count);
        Bitset.Remove(set, deletes.Bits);
        if (updatedSince is not { } since)
        {
            return;
        }

        var least = MillisecondsFrom(since);
        var updated = segment.Image.Get<long>(Section.Updated);
        for (var ordinal = 0; ordinal < updated.Length; ordinal++)
        {
            if (updated[ordinal] < least)
            {
                set[ordinal >> 6] &= ~(1UL << ordinal);
            }
        }
    }

    /// <summary>The documents that have one of the filter's values.</summary>
    public static void Matching(Span<ulong> set, Segment segment, KeywordFilter filter)
    {
        set.Clear();
        if (segment.Field(filter.Field) is not { } field)
        {
            return;
        }

        foreach (var text in filter.AnyOf)
        {
            var value = field.Find(text);
            if (value < 0)
            {
                continue;
            }

            if (field.IsDense(value))
            {
                Bitset.Or(set, field.Bitmap(value));
            }
            else
            {
                Bitset.Add(set, field.List(value));
            }
        }
    }

    /// <summary>Removes the documents that an exclusion names.</summary>
    public static void Exclude(Span<ulong> set, Segment segment, QueryScratch scratch, Exclusion exclusion)
    {
        Span<ulong> excluded = scratch.TakeBitset(set.Length);
        set.CopyTo(excluded);
        foreach (var key in exclusion.Keys)
        {
            var postings = segment.Find(key);
            if (postings.IsDense)
            {
                DenseScan.KeepPresent(excluded, postings.Impacts(segment));
            }
            else
            {
                KeepListed(excluded, postings.Count == 0 ? [] : postings.Ordinals(segment), scratch);
            }
        }

        if (exclusion.Phrase is { } phrase)
        {
            KeepPhrase(excluded, segment, phrase, scratch.MoreOrdinals);
        }

        Bitset.Remove(set, excluded);
    }

    // Rounded up: an instant inside a millisecond excludes what was updated at its start.
    private static long MillisecondsFrom(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        return (ticks / TimeSpan.TicksPerMillisecond) + (ticks % TimeSpan.TicksPerMillisecond > 0 ? 1 : 0);
    }

    private static void KeepListed(Span<ulong> set, ReadOnlySpan<ushort> ordinals, QueryScratch scratch)
    {
        Span<ulong> listed = scratch.TakeBitset(set.Length);
        listed.Clear();
        Bitset.Add(listed, ordinals);
        Bitset.And(set, listed);
    }

    private static void KeepPhrase(Span<ulong> set, Segment segment, PhrasePattern phrase, Span<ushort> ordinals)
    {
        foreach (var ordinal in ordinals[..Bitset.ToList(set, ordinals)])
        {
            if (!segment.Contains(phrase, ordinal))
            {
                set[ordinal >> 6] &= ~(1UL << ordinal);
            }
        }
    }
}
