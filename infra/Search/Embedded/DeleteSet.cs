using System.Buffers.Binary;
using System.Numerics;

namespace Marketplace.Search.Embedded;

/// <summary>Which documents of a segment are deleted. Immutable; one bit for each document.</summary>
public sealed class DeleteSet
{
    private const int MaxBytes = (Segment.MaxDocuments + 63) / 64 * sizeof(ulong);

    private readonly ulong[] _bits;

    private DeleteSet(ulong[] bits, int count)
    {
        _bits = bits;
        Count = count;
    }

    /// <summary>Nothing is deleted.</summary>
    public static DeleteSet Empty { get; } = new([], 0);

    /// <summary>How many are deleted.</summary>
    public int Count { get; }

    // Shorter than the segment where nothing beyond is deleted.
    internal ReadOnlySpan<ulong> Bits => _bits;

    /// <summary>Whether a document is deleted.</summary>
    /// <param name="ordinal">Its place in the segment.</param>
    /// <returns>True if it is.</returns>
    public bool Contains(int ordinal) => (uint)(ordinal >> 6) < (uint)_bits.Length && (_bits[ordinal >> 6] >> (ordinal & 63) & 1) != 0;

    /// <summary>This set and more.</summary>
    /// <param name="ordinals">Places in the segment; those already deleted change nothing.</param>
    /// <returns>A new set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A place is below 0 or beyond what a segment holds.</exception>
    public DeleteSet With(IEnumerable<int> ordinals)
    {
        var bits = _bits.AsSpan().ToArray();
        foreach (var ordinal in ordinals)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, Segment.MaxDocuments);
            if (ordinal >> 6 >= bits.Length)
            {
                Array.Resize(ref bits, (ordinal >> 6) + 1);
            }

            bits[ordinal >> 6] |= 1UL << (ordinal & 63);
        }

        return new DeleteSet(bits, CountBits(bits));
    }

    /// <summary>The set as bytes: its 64-bit words, little-endian. Equal sets give equal bytes.</summary>
    /// <returns>The bytes for <see cref="Load"/>.</returns>
    public byte[] Save()
    {
        var length = _bits.AsSpan().LastIndexOfAnyExcept(0UL) + 1;
        var bytes = new byte[length * sizeof(ulong)];
        for (var i = 0; i < length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), _bits[i]);
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="Save"/> made.</summary>
    /// <param name="saved">The bytes; they are copied.</param>
    /// <returns>The set.</returns>
    /// <exception cref="InvalidDataException">The bytes are no saved set.</exception>
    public static DeleteSet Load(ReadOnlySpan<byte> saved)
    {
        if (saved.Length % sizeof(ulong) != 0 || saved.Length > MaxBytes)
        {
            throw new InvalidDataException($"A saved delete set has a multiple of 8 and at most {MaxBytes} bytes, not {saved.Length}.");
        }

        var bits = new ulong[saved.Length / sizeof(ulong)];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BinaryPrimitives.ReadUInt64LittleEndian(saved[(i * sizeof(ulong))..]);
        }

        return new DeleteSet(bits, CountBits(bits));
    }

    private static int CountBits(ReadOnlySpan<ulong> bits)
    {
        var count = 0;
        foreach (var word in bits)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }
}
