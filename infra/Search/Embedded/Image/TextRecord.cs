namespace Marketplace.Search.Embedded.Image;

/// <summary>
/// The texts of one document as they lie in the image, in UTF-16, which for Chinese is smaller than UTF-8 and needs no decoding: lengths (two units each) of
/// name, summary and body, the number of tags, the tags' lengths, then all contents.
/// </summary>
internal readonly ref struct TextRecord(ReadOnlySpan<char> record)
{
    private readonly ReadOnlySpan<char> _record = record;

    public ReadOnlySpan<char> Name => _record.Slice(ContentStart, LengthAt(0));

    public ReadOnlySpan<char> Summary => _record.Slice(ContentStart + LengthAt(0), LengthAt(1));

    public ReadOnlySpan<char> Body => _record.Slice(ContentStart + LengthAt(0) + LengthAt(1), LengthAt(2));

    /// <summary>All contents one after another, which can contain what none of them does.</summary>
    public ReadOnlySpan<char> All => _record[ContentStart..];

    public int TagCount => LengthAt(3);

    private int ContentStart => (4 + TagCount) * 2;

    public ReadOnlySpan<char> Tag(int index)
    {
        var start = ContentStart + LengthAt(0) + LengthAt(1) + LengthAt(2);
        for (var i = 0; i < index; i++)
        {
            start += LengthAt(4 + i);
        }

        return _record.Slice(start, LengthAt(4 + index));
    }

    public static void Append(Building.Heap<char> heap, string name, string summary, string body, IReadOnlyList<string> tags)
    {
        AppendLength(heap, name.Length);
        AppendLength(heap, summary.Length);
        AppendLength(heap, body.Length);
        AppendLength(heap, tags.Count);
        foreach (var tag in tags)
        {
            AppendLength(heap, tag.Length);
        }

        heap.Add(name);
        heap.Add(summary);
        heap.Add(body);
        foreach (var tag in tags)
        {
            heap.Add(tag);
        }
    }

    private static void AppendLength(Building.Heap<char> heap, int length)
    {
        heap.Add((char)length);
        heap.Add((char)(length >> 16));
    }

    private int LengthAt(int index) => _record[index * 2] | (_record[(index * 2) + 1] << 16);
}
