using System.Numerics;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Building;

/// <summary>Writes the directory of terms: keys in ascending order, with counts, offsets, and an index of the keys by their first bits.</summary>
internal static class TermTable
{
    // On average eight keys share a bucket and are searched one by one.
    private const int KeysPerBucketLog2 = 3;

    public static void Write(
        ImageWriter image, ReadOnlySpan<ulong> keys, ReadOnlySpan<ushort> countsLessOne, ReadOnlySpan<uint> offsets, ReadOnlyMemory<byte> postings)
    {
        image.Add(Section.TermKeys, keys);
        image.Add(Section.TermCounts, countsLessOne);
        image.Add(Section.TermOffsets, offsets);
        image.Add<uint>(Section.TermBuckets, Buckets(keys));
        image.AddBytes(Section.Postings, postings);
    }

    private static uint[] Buckets(ReadOnlySpan<ulong> keys)
    {
        var bits = Math.Max(1, BitOperations.Log2((uint)keys.Length | 1) - KeysPerBucketLog2);
        var buckets = new uint[(1 << bits) + 1];
        var bucket = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            for (var own = (int)(keys[i] >> (64 - bits)); bucket <= own; bucket++)
            {
                buckets[bucket] = (uint)i;
            }
        }

        buckets.AsSpan(bucket).Fill((uint)keys.Length);
        return buckets;
    }
}
