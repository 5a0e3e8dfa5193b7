using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Marketplace.Search.Embedded.Image;

/// <summary>
/// An image is a header, a table of sections and the sections. Everything is little-endian; a section starts at a multiple of 64 and is followed by at least 64
/// bytes of zeros, so that vectors may be read past its end.
/// <code>
/// 0  magic "MKSX"   4  version   8  CRC-32C of all bytes from 16   16  documents   20  sections   24  sum of weighted lengths (1/16)
/// 32 table: section number (u16), keyword field (u16), offset (u32), length (u32)
/// </code>
/// </summary>
internal static class ImageFormat
{
    public const uint Magic = 0x58534B4D;
    public const int Version = 1;
    public const int HeaderSize = 32;
    public const int TableEntrySize = 12;
    public const int Alignment = 64;
    public const int Padding = 64;
    public const int ChecksumStart = 16;
    public const int MaxFields = 64;

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var b in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
