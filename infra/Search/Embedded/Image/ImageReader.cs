using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Marketplace.Search.Embedded.Image;

/// <summary>Finds the sections of an image, in place.</summary>
internal sealed class ImageReader
{
    private const int SectionNumbers = 64;

    private readonly ReadOnlyMemory<byte> _image;
    private readonly byte[] _array;
    private readonly int _start;
    private readonly (int Offset, int Length)[] _sections;

    public ImageReader(ReadOnlyMemory<byte> image)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Images are read in place and are little-endian.");
        }

        var bytes = image.Span;
        if (bytes.Length < ImageFormat.HeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != ImageFormat.Magic)
        {
            throw new InvalidDataException("This is no segment image.");
        }

        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]) is var version && version != ImageFormat.Version)
        {
            throw new InvalidDataException($"The segment image has format version {version}; this program reads version {ImageFormat.Version}.");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != ImageFormat.Checksum(bytes[ImageFormat.ChecksumStart..]))
        {
            throw new InvalidDataException("The segment image is damaged: its checksum does not match.");
        }

        _image = image;
        (_array, _start) = MemoryMarshal.TryGetArray(image, out var segment) ? (segment.Array!, segment.Offset) : (image.ToArray(), 0);
        Documents = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]);
        SumOfLengths = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        (_sections, Fields) = ReadTable(bytes, BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]));
    }

    public int Documents { get; }

    public long SumOfLengths { get; }

    public int Fields { get; }

    public long Length => _image.Length;

    public ReadOnlyMemory<byte> Bytes => _image;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Get<T>(Section section, int field = 0)
        where T : unmanaged
    {
        var (offset, length) = _sections[(field * SectionNumbers) + (int)section];
        return MemoryMarshal.Cast<byte, T>(_array.AsSpan(_start + offset, length));
    }

    public ReadOnlyMemory<byte> Slice(Section section, int start, int length) => _image.Slice(_sections[(int)section].Offset + start, length);

    /// <summary>One of the variable-length entries of a section, whose ends another section has.</summary>
    public ReadOnlySpan<T> Entry<T>(Section values, Section ends, int index, int field = 0)
        where T : unmanaged
    {
        var endOf = Get<uint>(ends, field);
        var start = index == 0 ? 0 : (int)endOf[index - 1];
        return Get<T>(values, field)[start..(int)endOf[index]];
    }

    private static ((int Offset, int Length)[] Sections, int Fields) ReadTable(ReadOnlySpan<byte> bytes, int count)
    {
        var fields = 0;
        var sections = new (int Offset, int Length)[SectionNumbers];
        for (var i = 0; i < count; i++)
        {
            var entry = bytes.Slice(ImageFormat.HeaderSize + (i * ImageFormat.TableEntrySize), ImageFormat.TableEntrySize);
            var section = BinaryPrimitives.ReadUInt16LittleEndian(entry);
            var field = BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]);
            if (section == (int)Section.FieldName)
            {
                fields++;
            }

            var slot = (field * SectionNumbers) + section;
            if (slot >= sections.Length)
            {
                Array.Resize(ref sections, (field + 1) * SectionNumbers);
            }

            sections[slot] = ((int)BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]), (int)BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]));
        }

        return (sections, fields);
    }
}
