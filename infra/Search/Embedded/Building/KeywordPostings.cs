using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Building;

/// <summary>Writes the documents of each keyword value: a bitmap if a 32nd of the segment or more has it, else a list.</summary>
internal static class KeywordPostings
{
    private const int DenseFraction = 32;

    public static bool IsDense(uint count, int documents) => (long)count * DenseFraction >= documents;

    public static void Write(ImageWriter image, int field, int documents, int values, ReadOnlySpan<ushort> setOfDocument, EntryHeap<uint> sets)
    {
        var counts = new uint[values];
        foreach (var set in setOfDocument)
        {
            foreach (var value in ValuesOf(sets, set))
            {
                counts[value]++;
            }
        }

        var words = (documents + 63) / 64;
        var offsets = new uint[values];
        var (listSize, bitmapSize) = (0, 0);
        for (var value = 0; value < values; value++)
        {
            ref var size = ref (IsDense(counts[value], documents) ? ref bitmapSize : ref listSize);
            offsets[value] = (uint)size;
            size += IsDense(counts[value], documents) ? words : (int)counts[value];
        }

        var (lists, bitmaps, placed) = (new ushort[listSize], new ulong[bitmapSize], new uint[values]);
        for (var ordinal = 0; ordinal < setOfDocument.Length; ordinal++)
        {
            foreach (var value in ValuesOf(sets, setOfDocument[ordinal]))
            {
                if (IsDense(counts[value], documents))
                {
                    bitmaps[offsets[value] + (ordinal >> 6)] |= 1UL << (ordinal & 63);
                }
                else
                {
                    lists[offsets[value] + placed[value]++] = (ushort)ordinal;
                }
            }
        }

        image.Add<uint>(Section.FieldCounts, counts, field);
        image.Add<uint>(Section.FieldOffsets, offsets, field);
        image.Add<ushort>(Section.FieldLists, lists, field);
        image.Add<ulong>(Section.FieldBitmaps, bitmaps, field);
    }

    private static ReadOnlySpan<uint> ValuesOf(EntryHeap<uint> sets, int set)
    {
        var start = set == 0 ? 0 : (int)sets.Ends.Items[set - 1];
        return sets.Values.Items[start..(int)sets.Ends.Items[set]];
    }
}
