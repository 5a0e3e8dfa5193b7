using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>
/// Looks up ascending ordinals in an ascending list, never going back: it gallops to the block where one may be and compares the block at once.
/// </summary>
internal ref struct ListCursor(ReadOnlySpan<ushort> list)
{
    private static readonly int Block = Vector256<ushort>.Count;

    private readonly ReadOnlySpan<ushort> _list = list;
    private int _at;

    /// <summary>Where the ordinal is in the list; -1 if it is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ushort ordinal)
    {
        while (_at + Block <= _list.Length)
        {
            if (_list[_at + Block - 1] < ordinal)
            {
                Skip(ordinal);
                continue;
            }

            var block = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_list), (nuint)_at);
            var equal = Vector256.Equals(block, Vector256.Create(ordinal)).ExtractMostSignificantBits();
            return equal == 0 ? -1 : _at + BitOperations.TrailingZeroCount(equal);
        }

        for (var i = _at; i < _list.Length && _list[i] <= ordinal; i++)
        {
            if (_list[i] == ordinal)
            {
                return i;
            }
        }

        return -1;
    }

    // The last ordinal of this block is too low: doubles the step until a block's last is not, then goes back by halves.
    private void Skip(ushort ordinal)
    {
        _at += Block;
        for (var step = Block; _at + step + Block <= _list.Length && _list[_at + step - 1] < ordinal; step *= 2)
        {
            _at += step;
        }

        for (var step = Block * 64; step >= Block; step >>= 1)
        {
            while (_at + step <= _list.Length && _list[_at + step - 1] < ordinal)
            {
                _at += step;
            }
        }
    }
}
