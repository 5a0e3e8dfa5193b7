using System.Text;
using Marketplace.Search.Embedded.Building;

namespace Marketplace.Search.Embedded.Image;

/// <summary>A keyword field of a segment, read in place.</summary>
internal sealed class KeywordFieldReader
{
    private readonly ImageReader _image;
    private readonly int _field;

    public KeywordFieldReader(ImageReader image, int field)
    {
        _image = image;
        _field = field;
        Name = Encoding.UTF8.GetString(image.Get<byte>(Section.FieldName, field));
        foreach (var count in Counts)
        {
            if (KeywordPostings.IsDense(count, image.Documents))
            {
                DenseValues++;
            }
            else
            {
                Listed += (int)count;
            }
        }
    }

    public string Name { get; }

    /// <summary>How many values have a bitmap.</summary>
    public int DenseValues { get; }

    /// <summary>How many documents the lists of all other values name together.</summary>
    public int Listed { get; }

    public int ValueCount => Counts.Length;

    public int SetCount => SetEnds.Length;

    public ReadOnlySpan<uint> Counts => _image.Get<uint>(Section.FieldCounts, _field);

    /// <summary>For each document the number of its set of values.</summary>
    public ReadOnlySpan<ushort> Sets => _image.Get<ushort>(Section.FieldSets, _field);

    public ReadOnlySpan<uint> SetEnds => _image.Get<uint>(Section.FieldSetEnds, _field);

    public ReadOnlySpan<uint> SetValues => _image.Get<uint>(Section.FieldSetValues, _field);

    public bool IsDense(int value) => KeywordPostings.IsDense(Counts[value], _image.Documents);

    /// <summary>The documents of a dense value, a bit each.</summary>
    public ReadOnlySpan<ulong> Bitmap(int value) =>
        _image.Get<ulong>(Section.FieldBitmaps, _field).Slice((int)_image.Get<uint>(Section.FieldOffsets, _field)[value], (_image.Documents + 63) / 64);

    /// <summary>The documents of a value that is not dense, ascending.</summary>
    public ReadOnlySpan<ushort> List(int value) =>
        _image.Get<ushort>(Section.FieldLists, _field).Slice((int)_image.Get<uint>(Section.FieldOffsets, _field)[value], (int)Counts[value]);

    public string Value(int value) => Encoding.UTF8.GetString(ValueBytes(value));

    /// <summary>The values of a set, as numbers, in the order of the values.</summary>
    public ReadOnlySpan<uint> ValuesOfSet(int set) => _image.Entry<uint>(Section.FieldSetValues, Section.FieldSetEnds, set, _field);

    /// <summary>Finds a value's number; values are in ordinal order of their UTF-16 text.</summary>
    public int Find(string value)
    {
        var (low, high) = (0, ValueCount - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var compared = string.CompareOrdinal(Value(middle), value);
            if (compared == 0)
            {
                return middle;
            }

            if (compared < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return -1;
    }

    private ReadOnlySpan<byte> ValueBytes(int value) => _image.Entry<byte>(Section.FieldValues, Section.FieldValueEnds, value, _field);
}
