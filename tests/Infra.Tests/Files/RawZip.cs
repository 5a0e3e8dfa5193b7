using System.IO.Compression;
using System.Text;

namespace Marketplace.Infra.Tests.Files;

/// <summary>One file of an archive written byte by byte, so that every record can lie.</summary>
internal sealed record RawEntry(string Name, byte[] Content)
{
    public ushort Method { get; init; } = 8;

    public ushort Flags { get; init; } = 0x0800;

    public uint? Crc { get; init; }

    public long? Length { get; init; }

    public string? LocalName { get; init; }

    public uint? LocalLength { get; init; }

    public uint ExternalAttributes { get; init; }

    /// <summary>Where the directory says that it begins, when not where it does.</summary>
    public long? HeaderAt { get; init; }

    public byte[] Packed => Method == 0 ? Content : Deflate(Content);

    private static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return packed.ToArray();
    }
}

/// <summary>Writes archives that no honest program would.</summary>
internal static class RawZip
{
    public static byte[] Of(params RawEntry[] entries) => Of([], [], [], entries);

    /// <param name="before">Bytes before the first file.</param>
    /// <param name="between">Bytes between the files and the directory.</param>
    /// <param name="after">Bytes behind the end.</param>
    /// <param name="entries">The files.</param>
    public static byte[] Of(byte[] before, byte[] between, byte[] after, params RawEntry[] entries)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(before);
        var places = entries.Select(entry => WriteLocal(writer, entry)).ToList();
        writer.Write(between);
        var directoryAt = stream.Position;
        foreach (var (entry, at) in entries.Zip(places))
        {
            WriteRecord(writer, entry, entry.HeaderAt ?? at);
        }

        var bytes = stream.Position - directoryAt;
        writer.Write(0x06054B50);
        writer.Write(0);
        writer.Write((ushort)entries.Length);
        writer.Write((ushort)entries.Length);
        writer.Write((uint)bytes);
        writer.Write((uint)directoryAt);
        writer.Write((ushort)0);
        writer.Write(after);
        return stream.ToArray();
    }

    private static long WriteLocal(BinaryWriter writer, RawEntry entry)
    {
        var at = writer.BaseStream.Position;
        var name = Encoding.UTF8.GetBytes(entry.LocalName ?? entry.Name);
        writer.Write(0x04034B50);
        writer.Write((ushort)20);
        writer.Write(entry.Flags);
        writer.Write(entry.Method);
        writer.Write(0);
        writer.Write(CrcOf(entry));
        writer.Write((uint)entry.Packed.Length);
        writer.Write(entry.LocalLength ?? (uint)(entry.Length ?? entry.Content.Length));
        writer.Write((ushort)name.Length);
        writer.Write((ushort)0);
        writer.Write(name);
        writer.Write(entry.Packed);
        return at;
    }

    private static void WriteRecord(BinaryWriter writer, RawEntry entry, long headerAt)
    {
        var name = Encoding.UTF8.GetBytes(entry.Name);
        writer.Write(0x02014B50);
        writer.Write((ushort)(3 << 8 | 20));
        writer.Write((ushort)20);
        writer.Write(entry.Flags);
        writer.Write(entry.Method);
        writer.Write(0);
        writer.Write(CrcOf(entry));
        writer.Write((uint)entry.Packed.Length);
        writer.Write((uint)(entry.Length ?? entry.Content.Length));
        writer.Write((ushort)name.Length);
        writer.Write(0);
        writer.Write(0);
        writer.Write(entry.ExternalAttributes);
        writer.Write((uint)headerAt);
        writer.Write(name);
    }

    private static uint CrcOf(RawEntry entry)
    {
        if (entry.Crc is { } given)
        {
            return given;
        }

        var crc = new Marketplace.Files.Zip.Crc32();
        crc.Append(entry.Content);
        return crc.Value;
    }
}
