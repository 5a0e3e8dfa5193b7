using System.Buffers.Binary;
using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>Whether local headers say what the directory says, and files lie end to end: no byte in two of them, none in neither.</summary>
internal static class ZipLayout
{
    private const int HeaderBytes = 30;
    private const uint HeaderMark = 0x04034B50;
    private const ushort EncryptedBit = 1;

    /// <summary>Lengths of the record behind data whose sizes were not known before: with or without a mark, sizes of 32 or 64 bits.</summary>
    private static readonly long[] Descriptors = [12, 16, 20, 24];

    public static (IReadOnlyList<ZipEntry> Entries, FileIssue? Fault) Check(Stream file, IEnumerable<ZipEntry> entries, long directoryAt)
    {
        var placed = new List<ZipEntry>();
        long end = 0;
        ZipEntry? last = null;
        foreach (var entry in entries.OrderBy(static entry => entry.HeaderAt))
        {
            if (FaultBetween(end, entry.HeaderAt, last) is { } gap)
            {
                return ([], gap with { Member = entry.Name });
            }

            if (DataAt(file, entry) is not { } dataAt)
            {
                return ([], FileIssues.ArchiveDamaged with { Member = entry.Name });
            }

            last = entry with { DataAt = dataAt };
            placed.Add(last);
            end = dataAt + entry.Packed;
            if (end > directoryAt)
            {
                return ([], FileIssues.ArchiveOverlap with { Member = entry.Name });
            }
        }

        return FaultBetween(end, directoryAt, last) is { } rest ? ([], rest) : (placed, null);
    }

    private static FileIssue? FaultBetween(long end, long next, ZipEntry? before)
    {
        if (next < end)
        {
            return FileIssues.ArchiveOverlap;
        }

        var needsDescriptor = before is { HasDescriptor: true };
        return needsDescriptor ? Descriptors.Contains(next - end) || next == end ? null : FileIssues.ArchiveHiddenData
            : next == end ? null : FileIssues.ArchiveHiddenData;
    }

    /// <summary>Where the data begins; null when the local header contradicts the directory.</summary>
    private static long? DataAt(Stream file, ZipEntry entry)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (!file.TryReadAt(entry.HeaderAt, header) || BinaryPrimitives.ReadUInt32LittleEndian(header) != HeaderMark)
        {
            return null;
        }

        var rest = new byte[Short(header, 26) + Short(header, 28)];
        if (!file.TryReadAt(entry.HeaderAt + HeaderBytes, rest))
        {
            return null;
        }

        var name = rest.AsSpan(0, Short(header, 26));
        var agrees = name.SequenceEqual(entry.RawName) && Short(header, 8) == entry.Method && ((Short(header, 6) ^ entry.Flags) & EncryptedBit) == 0
            && (entry.HasDescriptor || SizesAgree(header, rest.AsSpan(name.Length), entry));
        return agrees ? entry.HeaderAt + HeaderBytes + rest.Length : null;
    }

    private static bool SizesAgree(ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra, ZipEntry entry) =>
        BinaryPrimitives.ReadUInt32LittleEndian(header[14..]) == entry.Crc
        && ZipSizes.Read(BinaryPrimitives.ReadUInt32LittleEndian(header[22..]), BinaryPrimitives.ReadUInt32LittleEndian(header[18..]), 0, extra) is { } sizes
        && sizes.Length == entry.Length && sizes.Packed == entry.Packed;

    private static ushort Short(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadUInt16LittleEndian(header[at..]);
}
