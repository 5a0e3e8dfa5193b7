using System.Buffers.Binary;

namespace Marketplace.Files.Zip;

/// <summary>Sizes of an entry, from the fields of 32 bits or from the extra field that some programs write for small files too (APPNOTE 4.5.3).</summary>
internal sealed record ZipSizes(long Length, long Packed, long HeaderAt)
{
    private const uint Elsewhere = 0xFFFF_FFFF;
    private const ushort LargeSizes = 0x0001;

    /// <summary>The sizes; null when the extra field does not have what the fields leave to it.</summary>
    public static ZipSizes? Read(uint length, uint packed, uint headerAt, ReadOnlySpan<byte> extra)
    {
        var large = Field(extra, LargeSizes);
        return Take(length, ref large) is { } l && Take(packed, ref large) is { } p && Take(headerAt, ref large) is { } h ? new ZipSizes(l, p, h) : null;
    }

    private static long? Take(uint value, ref ReadOnlySpan<byte> large)
    {
        if (value != Elsewhere)
        {
            return value;
        }

        if (large.Length < sizeof(long))
        {
            return null;
        }

        var taken = BinaryPrimitives.ReadInt64LittleEndian(large);
        large = large[sizeof(long)..];
        return taken < 0 ? null : taken;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> extra, ushort id)
    {
        while (extra.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                return [];
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == id)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }
}
