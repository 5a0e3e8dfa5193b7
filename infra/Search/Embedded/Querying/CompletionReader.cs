using System.Text;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>The completions of a segment, in the order of their folded texts.</summary>
internal readonly ref struct CompletionReader(Segment segment)
{
    private readonly ReadOnlySpan<char> _keys = segment.Image.Get<char>(Section.CompletionKeys);
    private readonly ReadOnlySpan<uint> _ends = segment.Image.Get<uint>(Section.CompletionKeyEnds);
    private readonly ReadOnlySpan<ushort> _types = segment.Image.Get<ushort>(Section.CompletionTypes);

    public int Count => _ends.Length;

    /// <summary>All folded texts, each followed by <see cref="Building.CompletionTable.End"/>.</summary>
    public ReadOnlySpan<char> Keys => _keys;

    public ReadOnlySpan<char> Key(int completion) => _keys[StartOf(completion)..((int)_ends[completion] - 1)];

    public int StartOf(int completion) => completion == 0 ? 0 : (int)_ends[completion - 1];

    public int TypeNumber(int completion) => _types[completion];

    public string Text(int completion) => Encoding.UTF8.GetString(segment.Image.Entry<byte>(Section.CompletionTexts, Section.CompletionTextEnds, completion));

    public string Type(int completion) =>
        Encoding.UTF8.GetString(segment.Image.Entry<byte>(Section.CompletionTypeNames, Section.CompletionTypeNameEnds, _types[completion]));

    public ReadOnlySpan<ushort> Documents(int completion) =>
        segment.Image.Entry<ushort>(Section.CompletionDocuments, Section.CompletionDocumentEnds, completion);

    /// <summary>The first completion whose folded text is not lower.</summary>
    public int LowerBound(ReadOnlySpan<char> key)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (Key(middle).SequenceCompareTo(key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The completion to whose folded text a position in <see cref="Keys"/> belongs.</summary>
    public int At(int position)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_ends[middle] <= position)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
