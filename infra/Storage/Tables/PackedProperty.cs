using System.Globalization;
using System.IO.Compression;

namespace Marketplace.Storage.Tables;

/// <summary>
/// Long values in rows: compressed by Deflate and cut into binary properties <c>Name0</c>, <c>Name1</c>, … of at most 64 KiB
/// (docs/storage-protocol.md §3).
/// </summary>
public static class PackedProperty
{
    private const int ChunkBytes = 65_536;

    /// <summary>Adds a value of up to about 900 KiB compressed.</summary>
    public static TableEntity AddPacked(this TableEntity row, string name, ReadOnlySpan<byte> value)
    {
        using var packed = new MemoryStream(value.Length / 2);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(value);
        }

        foreach (var (index, chunk) in packed.ToArray().Chunk(ChunkBytes).Index())
        {
            row.Add(NameOf(name, index), chunk);
        }

        return row;
    }

    /// <summary>The value; empty where the row has none. A value in one property without a number is read as well.</summary>
    /// <exception cref="InvalidDataException">The property holds something else.</exception>
    public static byte[] GetPacked(this TableEntity row, string name)
    {
        using var packed = new MemoryStream();
        for (var index = 0; row.GetBinary(NameOf(name, index)) is { } chunk; index++)
        {
            packed.Write(chunk);
        }

        if (packed.Length == 0 && row.GetBinary(name) is { } whole)
        {
            packed.Write(whole);
        }

        packed.Position = 0;
        using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
        using var value = new MemoryStream();
        deflate.CopyTo(value);
        return value.ToArray();
    }

    private static string NameOf(string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{name}{index}");
}
