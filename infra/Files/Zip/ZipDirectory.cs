using System.Buffers.Binary;
using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>
/// An archive's central directory (APPNOTE 4.3.12), believed only as far as the local headers agree and its files lie end to end from
/// the first byte on: then every reader of archives sees the same files.
/// </summary>
internal static class ZipDirectory
{
    private const int RecordBytes = 46;
    private const uint RecordMark = 0x02014B50;
    private const int UnixHost = 3;

    /// <summary>More of a name, extra fields and comment than any program writes.</summary>
    private const int MostBytesAnEntry = 2_048;

    /// <summary>The entries in the order of their places, or the first fault.</summary>
    public static (IReadOnlyList<ZipEntry> Entries, FileIssue? Fault) Read(Stream file, InspectionBudget budget)
    {
        var (end, missing) = ZipEnd.Find(file);
        if (end is null)
        {
            return ([], missing);
        }

        if (end.Entries == 0)
        {
            return ([], FileIssues.Empty);
        }

        if (!budget.TakeEntries(end.Entries) || end.DirectoryBytes > (long)end.Entries * MostBytesAnEntry)
        {
            return ([], FileIssues.ArchiveTooManyEntries with { Detail = $"{budget.Limits.Entries}" });
        }

        var records = new byte[end.DirectoryBytes];
        file.TryReadAt(end.DirectoryAt, records);
        var (entries, fault) = ReadRecords(records, end.Entries);
        fault ??= ZipEntryRules.FaultOf(entries, budget.Limits);
        return fault is null ? ZipLayout.Check(file, entries, end.DirectoryAt) : ([], fault);
    }

    private static (List<ZipEntry> Entries, FileIssue? Fault) ReadRecords(ReadOnlySpan<byte> records, int count)
    {
        var entries = new List<ZipEntry>(count);
        for (var i = 0; i < count; i++)
        {
            if (records.Length < RecordBytes || BinaryPrimitives.ReadUInt32LittleEndian(records) != RecordMark)
            {
                return (entries, FileIssues.ArchiveDamaged);
            }

            var (entry, bytes) = ReadRecord(records);
            if (entry is null)
            {
                return (entries, FileIssues.ArchiveDamaged);
            }

            entries.Add(entry);
            records = records[bytes..];
        }

        return (entries, records.IsEmpty ? null : FileIssues.ArchiveHiddenData);
    }

    private static (ZipEntry? Entry, int Bytes) ReadRecord(ReadOnlySpan<byte> record)
    {
        int name = Short(record, 28), extra = Short(record, 30), comment = Short(record, 32);
        var bytes = RecordBytes + name + extra + comment;
        if (bytes > record.Length || Short(record, 34) != 0)
        {
            return (null, 0);
        }

        var raw = record.Slice(RecordBytes, name);
        var sizes = ZipSizes.Read(Long(record, 24), Long(record, 20), Long(record, 42), record.Slice(RecordBytes + name, extra));
        var flags = Short(record, 8);
        if (sizes is null || ZipNames.Decode(raw, flags) is not { } text)
        {
            return (null, 0);
        }

        var isLink = record[5] == UnixHost && (Long(record, 38) >> 28) is not (0 or 4 or 8);
        return (new ZipEntry(text, raw.ToArray(), flags, Short(record, 10), Long(record, 16), sizes.Packed, sizes.Length, sizes.HeaderAt, isLink), bytes);
    }

    private static ushort Short(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);

    private static uint Long(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt32LittleEndian(record[at..]);
}
