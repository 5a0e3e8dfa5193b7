using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Sets of ordinals as 64-bit words.</summary>
internal static class Bitset
{
    public const int MaxWords = (Segment.MaxDocuments + 63) / 64;

    public static int WordsFor(int documents) => (documents + 63) >> 6;

    public static void SetFirst(Span<ulong> set, int documents)
    {
        set.Fill(ulong.MaxValue);
        if ((documents & 63) != 0)
        {
            set[^1] = (1UL << (documents & 63)) - 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Contains(ReadOnlySpan<ulong> set, int ordinal) => (set[ordinal >> 6] >> ordinal & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Span<ulong> set, int ordinal) => set[ordinal >> 6] |= 1UL << ordinal;

    public static void Add(Span<ulong> set, ReadOnlySpan<ushort> ordinals)
    {
        foreach (var ordinal in ordinals)
        {
            Add(set, ordinal);
        }
    }

    public static void And(Span<ulong> set, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < set.Length; i++)
        {
            set[i] &= other[i];
        }
    }

    public static void Or(Span<ulong> set, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < set.Length; i++)
        {
            set[i] |= other[i];
        }
    }

    /// <summary>Removes what the other set has, which may be shorter.</summary>
    public static void Remove(Span<ulong> set, ReadOnlySpan<ulong> other)
    {
        for (var i = 0; i < Math.Min(set.Length, other.Length); i++)
        {
            set[i] &= ~other[i];
        }
    }

    public static int Count(ReadOnlySpan<ulong> set)
    {
        var count = 0;
        foreach (var word in set)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>How many ordinals both sets have.</summary>
    public static int CountBoth(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        b = b[..a.Length];
        var i = 0;
        var count = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var total = Vector256<ulong>.Zero;
            for (; i + Vector256<ulong>.Count <= a.Length; i += Vector256<ulong>.Count)
            {
                total += CountBytes((Load(a, i) & Load(b, i)).AsByte());
            }

            count = (int)Vector256.Sum(total);
        }

        for (; i < a.Length; i++)
        {
            count += BitOperations.PopCount(a[i] & b[i]);
        }

        return count;
    }

    /// <summary>Writes the ordinals of the set, ascending, and answers how many they are.</summary>
    public static int ToList(ReadOnlySpan<ulong> set, Span<ushort> ordinals)
    {
        var count = 0;
        for (var i = 0; i < set.Length; i++)
        {
            for (var word = set[i]; word != 0; word &= word - 1)
            {
                ordinals[count++] = (ushort)((i << 6) + BitOperations.TrailingZeroCount(word));
            }
        }

        return count;
    }

    private static Vector256<ulong> Load(ReadOnlySpan<ulong> set, int index) => Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(set), (nuint)index);

    // Counts bits by looking up each half byte, as W. Muła describes in "Faster Population Counts Using AVX2 Instructions".
    private static Vector256<ulong> CountBytes(Vector256<byte> bits)
    {
        var table = Vector256.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        var low = Vector256.Create((byte)0x0F);
        var counts = Vector256.ShuffleNative(table, bits & low) + Vector256.ShuffleNative(table, (bits.AsUInt16() >> 4).AsByte() & low);
        // Sums of eight bytes at most 8 each cannot overflow a byte, so folding halves is exact.
        var words = counts.AsUInt64();
        words += words >> 32;
        words += words >> 16;
        words += words >> 8;
        return words & Vector256.Create(0xFFUL);
    }
}
