using System.IO.Compression;
using Marketplace.Files.Content;

namespace Marketplace.Files.Zip;

/// <summary>An archive's file, unpacked as it is read. It ends at its end or at its first fault.</summary>
internal sealed class ZipMember : IDisposable
{
    private readonly ZipEntry _entry;
    private readonly InspectionBudget _budget;
    private readonly Stream _content;
    private Crc32 _crc;
    private long _read;

    public ZipMember(Stream file, ZipEntry entry, InspectionBudget budget)
    {
        (_entry, _budget) = (entry, budget);
        var packed = new FileSlice(file, entry.DataAt, entry.Packed);
        _content = entry.Method == ZipEntry.Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress);
    }

    /// <summary>What went wrong; known once the end was read.</summary>
    public FileIssue? Fault { get; private set; }

    public int Read(Span<byte> buffer)
    {
        if (Fault is not null)
        {
            return 0;
        }

        try
        {
            var count = _content.Read(buffer);
            _crc.Append(buffer[..count]);
            _read += count;
            Fault = FaultOf(count);
            return Fault is null ? count : 0;
        }
        catch (InvalidDataException)
        {
            Fault = FileIssues.ArchiveDamaged with { Member = _entry.Name };
            return 0;
        }
    }

    public void Dispose() => _content.Dispose();

    private FileIssue? FaultOf(int count)
    {
        if (_read > _entry.Length || count == 0 && (_read != _entry.Length || _crc.Value != _entry.Crc))
        {
            return FileIssues.ArchiveLies with { Member = _entry.Name };
        }

        return _budget.TakeUnpacked(count) ? null : FileIssues.ArchiveTooLarge with { Detail = Sizes.Text(_budget.Limits.UnpackedBytes) };
    }
}
