using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>
/// Goes over arrays that have one element for each document, 64 documents at a time. They may be read past their end, as images and scratch are padded.
/// </summary>
internal static class DenseScan
{
    /// <summary>Keeps the documents whose impact is not 0.</summary>
    public static void KeepPresent(Span<ulong> set, ReadOnlySpan<byte> impacts)
    {
        ref var first = ref MemoryMarshal.GetReference(impacts);
        for (var word = 0; word < set.Length; word++)
        {
            if (set[word] == 0)
            {
                continue;
            }

            var absent = Vector512.Equals(Vector512.LoadUnsafe(ref first, (nuint)word * 64), Vector512<byte>.Zero);
            set[word] &= ~absent.ExtractMostSignificantBits();
        }
    }

    /// <summary>Keeps the documents whose value is at least so high.</summary>
    public static void KeepAtLeast(Span<ulong> set, ReadOnlySpan<uint> values, uint least)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        for (var word = 0; word < set.Length; word++)
        {
            if (set[word] != 0)
            {
                set[word] &= AtLeast(ref first, word, uint.MaxValue, least);
            }
        }
    }

    /// <summary>Of 64 documents, those whose masked value is at least so high.</summary>
    public static ulong AtLeast(ref readonly uint values, int word, uint mask, uint least)
    {
        var (masks, leasts) = (Vector512.Create(mask), Vector512.Create(least));
        var result = 0UL;
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var vector = Vector512.LoadUnsafe(in values, (nuint)((word * 64) + (quarter * 16))) & masks;
            result |= Vector512.GreaterThanOrEqual(vector, leasts).ExtractMostSignificantBits() << (quarter * 16);
        }

        return result;
    }
}
