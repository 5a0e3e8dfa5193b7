using System.Numerics;
using System.Text;
using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;
using Marketplace.Search.Embedded.Querying;

namespace Marketplace.Search.Embedded;

/// <summary>Some documents, indexed, as one immutable image that is read in place: loading checks it and parses next to nothing.</summary>
public sealed class Segment
{
    /// <summary>The most documents one segment holds. Index more by building several segments.</summary>
    public const int MaxDocuments = 65_535;

    private readonly int _bucketShift;

    private Segment(ImageReader image)
    {
        Image = image;
        _bucketShift = 64 - BitOperations.Log2((uint)image.Get<uint>(Section.TermBuckets).Length - 1);
        Fields = new KeywordFieldReader[image.Fields];
        for (var field = 0; field < Fields.Length; field++)
        {
            Fields[field] = new KeywordFieldReader(image, field);
        }
    }

    /// <summary>How many documents the image holds, deleted ones included.</summary>
    public int Count => Image.Documents;

    /// <summary>The size of the image in bytes.</summary>
    public long Size => Image.Length;

    internal ImageReader Image { get; }

    internal ReadOnlyMemory<byte> Bytes => Image.Bytes;

    internal KeywordFieldReader[] Fields { get; }

    /// <summary>Reads an image.</summary>
    /// <param name="image">What <see cref="SegmentBuilder"/> or <see cref="SegmentMerger"/> made. It is used in place and must not change.</param>
    /// <returns>The segment.</returns>
    /// <exception cref="InvalidDataException">The bytes are not an image of this format version, or are damaged.</exception>
    public static Segment Load(ReadOnlyMemory<byte> image) => new(new ImageReader(image));

    /// <summary>Finds a document.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ordinal">Its place in the segment, 0 to <see cref="Count"/> - 1.</param>
    /// <returns>Whether the segment holds it; it may be deleted all the same.</returns>
    public bool TryFind(string id, out int ordinal)
    {
        var hash = TermKey.OfId(id);
        var hashes = Image.Get<ulong>(Section.IdHashes);
        var order = Image.Get<ushort>(Section.IdOrder);
        var (low, high) = (0, order.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (hashes[order[middle]] < hash)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        for (; low < order.Length && hashes[order[low]] == hash; low++)
        {
            ordinal = order[low];
            if (IdAt(ordinal) == id)
            {
                return true;
            }
        }

        ordinal = -1;
        return false;
    }

    /// <summary>The version of a document.</summary>
    /// <param name="ordinal">Its place in the segment.</param>
    /// <returns>As given when it was indexed.</returns>
    public long VersionAt(int ordinal) => Image.Get<long>(Section.Versions)[ordinal];

    /// <summary>The id of a document.</summary>
    /// <param name="ordinal">Its place in the segment.</param>
    /// <returns>As given when it was indexed.</returns>
    public string IdAt(int ordinal) => Encoding.UTF8.GetString(Image.Entry<byte>(Section.Ids, Section.IdEnds, ordinal));

    internal ulong IdHashAt(int ordinal) => Image.Get<ulong>(Section.IdHashes)[ordinal];

    internal bool HasOtherForms(int ordinal) => Bitset.Contains(Image.Get<ulong>(Section.OtherForms), ordinal);

    internal bool Contains(PhrasePattern phrase, int ordinal) => phrase.Occurs(new TextRecord(TextAt(ordinal)), HasOtherForms(ordinal));

    internal ReadOnlySpan<char> TextAt(int ordinal) => Image.Entry<char>(Section.Texts, Section.TextEnds, ordinal);

    internal ReadOnlyMemory<byte> StoredAt(int ordinal)
    {
        var ends = Image.Get<uint>(Section.StoredEnds);
        var start = ordinal == 0 ? 0 : (int)ends[ordinal - 1];
        return Image.Slice(Section.Stored, start, (int)ends[ordinal] - start);
    }

    internal KeywordField[] KeywordsAt(int ordinal)
    {
        var keywords = new List<KeywordField>(Fields.Length);
        foreach (var field in Fields)
        {
            if (field.Sets[ordinal] is not 0 and var set)
            {
                keywords.Add(new KeywordField(field.Name, Array.ConvertAll(field.ValuesOfSet(set).ToArray(), value => field.Value((int)value))));
            }
        }

        return [.. keywords];
    }

    internal Postings Find(ulong key)
    {
        var buckets = Image.Get<uint>(Section.TermBuckets);
        var bucket = (int)(key >> _bucketShift);
        var keys = Image.Get<ulong>(Section.TermKeys);
        for (var i = (int)buckets[bucket]; i < (int)buckets[bucket + 1]; i++)
        {
            if (keys[i] == key)
            {
                return PostingsAt(i);
            }
        }

        return default;
    }

    internal Postings PostingsAt(int term)
    {
        var count = Image.Get<ushort>(Section.TermCounts)[term] + 1;
        return new Postings(count, (int)Image.Get<uint>(Section.TermOffsets)[term], PostingLayout.IsDense(count, Count));
    }

    internal KeywordFieldReader? Field(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name == name)
            {
                return field;
            }
        }

        return null;
    }
}
