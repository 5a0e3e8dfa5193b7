using System.Text;
using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;
using Marketplace.Search.Embedded.Querying;

namespace Marketplace.Search.Embedded.Building;

/// <summary>What is kept once a document, column by column.</summary>
internal sealed class DocumentColumns
{
    private readonly List<string> _ids = [];
    private readonly EntryHeap<byte> _idBytes = new();
    private readonly Heap<long> _versions = new();
    private readonly Heap<uint> _lengths = new();
    private readonly Heap<double> _attention = new();
    private readonly Heap<long> _published = new();
    private readonly Heap<long> _updated = new();
    private readonly EntryHeap<char> _texts = new();
    private readonly EntryHeap<byte> _stored = new();
    private readonly List<byte[]> _nameKeys = [];
    private readonly ulong[] _otherForms = new ulong[Bitset.MaxWords];

    public int Count => _ids.Count;

    public long SumOfLengths { get; private set; }

    public void Add(SearchDocument document, TermCounts counts)
    {
        MarkOtherForms(counts.HasOtherForms);
        TextRecord.Append(_texts.Values, document.Name, document.Summary, document.Body, document.Tags);
        _nameKeys.Add(NameOrder.KeyOf(document.Name));
        var (published, updated) = (document.PublishedAt.ToUnixTimeMilliseconds(), document.UpdatedAt.ToUnixTimeMilliseconds());
        AddRest(document.Id, document.Version, counts.Length, document.Attention, published, updated, document.Stored.Span);
    }

    public void Copy(Segment segment, int ordinal)
    {
        var text = segment.TextAt(ordinal);
        MarkOtherForms(segment.HasOtherForms(ordinal));
        _texts.Values.Add(text);
        _nameKeys.Add(NameOrder.KeyOf(new TextRecord(text).Name));
        var image = segment.Image;
        AddRest(
            segment.IdAt(ordinal),
            segment.VersionAt(ordinal),
            (int)image.Get<uint>(Section.Lengths)[ordinal],
            image.Get<double>(Section.Attention)[ordinal],
            image.Get<long>(Section.Published)[ordinal],
            image.Get<long>(Section.Updated)[ordinal],
            segment.StoredAt(ordinal).Span);
    }

    public void Write(ImageWriter image)
    {
        image.Add(Section.Ids, _idBytes.Values.Items);
        image.Add(Section.IdEnds, _idBytes.Ends.Items);
        image.Add(Section.Versions, _versions.Items);
        image.Add(Section.Lengths, _lengths.Items);
        image.Add(Section.Attention, _attention.Items);
        image.Add(Section.Published, _published.Items);
        image.Add(Section.Updated, _updated.Items);
        image.Add(Section.Texts, _texts.Values.Items);
        image.Add(Section.TextEnds, _texts.Ends.Items);
        image.Add(Section.Stored, _stored.Values.Items);
        image.Add(Section.StoredEnds, _stored.Ends.Items);
        image.Add<ulong>(Section.OtherForms, _otherForms.AsSpan(0, Bitset.WordsFor(Count)));
        WriteOrders(image);
    }

    private void MarkOtherForms(bool hasThem)
    {
        if (hasThem)
        {
            Bitset.Add(_otherForms, Count);
        }
    }

    private void AddRest(string id, long version, int length, double attention, long published, long updated, ReadOnlySpan<byte> stored)
    {
        _texts.EndEntry();
        _ids.Add(id);
        Encoding.UTF8.GetBytes(id, _idBytes.Values.Reserve(Encoding.UTF8.GetByteCount(id)));
        _idBytes.EndEntry();
        _versions.Add(version);
        _lengths.Add((uint)length);
        SumOfLengths += length;
        _attention.Add(attention + 0.0); // -0 becomes 0, so that equal values have equal bits
        _published.Add(published);
        _updated.Add(updated);
        _stored.Add(stored);
    }

    private void WriteOrders(ImageWriter image)
    {
        var hashes = new ulong[Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = TermKey.OfId(_ids[i]);
        }

        image.Add<ulong>(Section.IdHashes, hashes);
        var byId = Order((a, b) => 0, hashes);
        image.Add<ushort>(Section.IdOrder, byId);

        var (attention, published) = (_attention.Items.ToArray(), _published.Items.ToArray());
        WriteOrder(image, Section.AttentionOrder, Section.AttentionRanks, Order((a, b) => attention[b].CompareTo(attention[a]), hashes));
        WriteOrder(image, Section.NewestOrder, Section.NewestRanks, Order((a, b) => published[b].CompareTo(published[a]), hashes));
        WriteOrder(image, Section.NameOrder, Section.NameRanks, Order((a, b) => _nameKeys[a].AsSpan().SequenceCompareTo(_nameKeys[b]), hashes));
    }

    private static void WriteOrder(ImageWriter image, Section orderSection, Section rankSection, ushort[] order)
    {
        var ranks = new ushort[order.Length];
        for (var rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = (ushort)rank;
        }

        image.Add<ushort>(orderSection, order);
        image.Add<ushort>(rankSection, ranks);
    }

    // Equal documents follow the hash of their ids, and those with one hash the ids themselves.
    private ushort[] Order(Comparison<int> compare, ulong[] hashes)
    {
        var order = new int[Count];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => compare(a, b) is not 0 and var byKey ? byKey
            : hashes[a].CompareTo(hashes[b]) is not 0 and var byHash ? byHash
            : string.CompareOrdinal(_ids[a], _ids[b]));
        return Array.ConvertAll(order, ordinal => (ushort)ordinal);
    }
}
