using System.Buffers.Binary;
using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>The record at an archive's end (APPNOTE 4.3.16).</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Entries">Number of entries.</param>
/// <param name="DirectoryAt">Where the central directory begins.</param>
/// <param name="DirectoryBytes">Length of the central directory.</param>
internal sealed record ZipEnd(long At, int Entries, long DirectoryAt, long DirectoryBytes)
{
    private const int Bytes = 22;
    private const int LongestComment = 65_535;

    /// <summary>The values that say: look into the record for large archives, which no file within the limits needs.</summary>
    private const uint Elsewhere = 0xFFFF_FFFF;

    private static readonly byte[] Mark = [.. "PK\u0005\u0006"u8];

    /// <summary>The record whose comment ends where the file ends; otherwise why there is none.</summary>
    public static (ZipEnd? End, FileIssue? Fault) Find(Stream file)
    {
        var tail = file.Tail(Bytes + LongestComment);
        var fault = FileIssues.ArchiveDamaged;
        for (var at = tail.AsSpan().LastIndexOf(Mark); at >= 0; at = tail.AsSpan(0, at).LastIndexOf(Mark))
        {
            if (at + Bytes > tail.Length)
            {
                continue;
            }

            var comment = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 20));
            if (at + Bytes + comment == tail.Length)
            {
                return Read(tail.AsSpan(at, Bytes), file.Length - tail.Length + at);
            }

            fault = FileIssues.ArchiveHiddenData;
        }

        return (null, fault);
    }

    private static (ZipEnd? End, FileIssue? Fault) Read(ReadOnlySpan<byte> record, long at)
    {
        var disks = BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);
        var here = BinaryPrimitives.ReadUInt16LittleEndian(record[8..]);
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        var bytes = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        var start = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (disks != 0 || here != entries || entries == ushort.MaxValue || bytes == Elsewhere || start == Elsewhere)
        {
            return (null, FileIssues.ArchiveDamaged);
        }

        var end = new ZipEnd(at, entries, start, bytes);
        return end.DirectoryAt + end.DirectoryBytes == at ? (end, null) : (null, FileIssues.ArchiveHiddenData);
    }
}
