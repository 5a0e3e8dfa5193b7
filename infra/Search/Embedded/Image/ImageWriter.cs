using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Marketplace.Search.Embedded.Image;

/// <summary>Collects sections and lays them out as an image.</summary>
internal sealed class ImageWriter
{
    private readonly List<(Section Section, int Field, ReadOnlyMemory<byte> Bytes)> _sections = [];

    public void Add<T>(Section section, ReadOnlySpan<T> values, int field = 0)
        where T : unmanaged => AddBytes(section, MemoryMarshal.AsBytes(values).ToArray(), field);

    public void AddBytes(Section section, ReadOnlyMemory<byte> bytes, int field = 0) => _sections.Add((section, field, bytes));

    public byte[] Finish(int documents, long sumOfLengths)
    {
        var end = (long)ImageFormat.HeaderSize + (_sections.Count * ImageFormat.TableEntrySize) + ImageFormat.Padding;
        var offsets = new long[_sections.Count];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = end = (end + ImageFormat.Alignment - 1) & -ImageFormat.Alignment;
            end += _sections[i].Bytes.Length + ImageFormat.Padding;
        }

        if (end > Array.MaxLength)
        {
            throw new ArgumentException($"The segment would have {end} bytes; index fewer documents in one segment.");
        }

        var image = new byte[end];
        BinaryPrimitives.WriteUInt32LittleEndian(image, ImageFormat.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(4), ImageFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(16), documents);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(20), _sections.Count);
        BinaryPrimitives.WriteInt64LittleEndian(image.AsSpan(24), sumOfLengths);
        for (var i = 0; i < offsets.Length; i++)
        {
            var (section, field, bytes) = _sections[i];
            var entry = image.AsSpan(ImageFormat.HeaderSize + (i * ImageFormat.TableEntrySize));
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)section);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)field);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], (uint)offsets[i]);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)bytes.Length);
            bytes.Span.CopyTo(image.AsSpan((int)offsets[i]));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(8), ImageFormat.Checksum(image.AsSpan(ImageFormat.ChecksumStart)));
        return image;
    }
}
