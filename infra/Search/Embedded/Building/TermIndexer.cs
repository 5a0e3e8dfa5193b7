using System.Runtime.InteropServices;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Building;

/// <summary>Turns the term counts of documents, handed in one after another, into postings by term.</summary>
internal sealed class TermIndexer
{
    private const int ChunkSize = 1 << 16;

    // Open addressing: a slot's key, and the number of its term.
    private ulong[] _keys = new ulong[1 << 12];
    private int[] _terms = new int[1 << 12];
    private readonly Heap<ulong> _termKeys = new();
    private readonly Heap<int> _documentCounts = new();

    // A posting is packed: term from bit 24, ordinal from bit 8, impact.
    private readonly List<ulong[]> _chunks = [];
    private int _inLastChunk = ChunkSize;

    public void Add(int ordinal, TermCounts counts)
    {
        var lengthCode = Impact.CodeOfLength(counts.Length);
        for (var i = 0; i < counts.Count; i++)
        {
            var (key, count) = counts.At(i);
            if (_inLastChunk == ChunkSize)
            {
                _chunks.Add(new ulong[ChunkSize]);
                _inLastChunk = 0;
            }

            _chunks[^1][_inLastChunk++] = ((ulong)TermOf(key) << 24) | ((ulong)ordinal << 8) | Impact.Code(count, lengthCode);
        }
    }

    public void Write(ImageWriter image, int documents)
    {
        var keys = _termKeys.Items.ToArray();
        var terms = new int[keys.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = i;
        }

        Array.Sort(keys, terms);

        var counts = new ushort[keys.Length];
        var offsets = new uint[keys.Length];
        var rankOfTerm = new int[keys.Length];
        var size = 0L;
        for (var rank = 0; rank < terms.Length; rank++)
        {
            var count = _documentCounts.Items[terms[rank]];
            rankOfTerm[terms[rank]] = rank;
            counts[rank] = (ushort)(count - 1);
            offsets[rank] = (uint)size;
            size += PostingLayout.SizeOf(count, documents);
        }

        if (size > Array.MaxLength)
        {
            throw new ArgumentException("The documents have more text than one segment holds; index fewer in one segment.");
        }

        TermTable.Write(image, keys, counts, offsets, Place(documents, (int)size, counts, offsets, rankOfTerm));
    }

    private byte[] Place(int documents, int size, ushort[] counts, uint[] offsets, int[] rankOfTerm)
    {
        var postings = new byte[size];
        var placed = new ushort[counts.Length];
        for (var c = 0; c < _chunks.Count; c++)
        {
            foreach (var posting in _chunks[c].AsSpan(0, c == _chunks.Count - 1 ? _inLastChunk : ChunkSize))
            {
                var rank = rankOfTerm[(int)(posting >> 24)];
                var count = counts[rank] + 1;
                var offset = (int)offsets[rank];
                var ordinal = (ushort)(posting >> 8);
                if (PostingLayout.IsDense(count, documents))
                {
                    postings[offset + ordinal] = (byte)posting;
                    continue;
                }

                var at = placed[rank]++;
                MemoryMarshal.Write(postings.AsSpan(offset + (at * sizeof(ushort))), ordinal);
                postings[offset + (count * sizeof(ushort)) + at] = (byte)posting;
            }
        }

        return postings;
    }

    private int TermOf(ulong key)
    {
        var mask = _keys.Length - 1;
        var slot = (int)key & mask;
        for (; _keys[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_keys[slot] != key)
            {
                continue;
            }

            _documentCounts.Mutable[_terms[slot]]++;
            return _terms[slot];
        }

        _keys[slot] = key;
        _terms[slot] = _termKeys.Count;
        _termKeys.Add(key);
        _documentCounts.Add(1);
        if (_termKeys.Count * 2 > _keys.Length)
        {
            Grow();
        }

        return _termKeys.Count - 1;
    }

    private void Grow()
    {
        _keys = new ulong[_keys.Length * 2];
        _terms = new int[_keys.Length];
        var mask = _keys.Length - 1;
        var termKeys = _termKeys.Items;
        for (var term = 0; term < termKeys.Length; term++)
        {
            var slot = (int)termKeys[term] & mask;
            while (_keys[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _keys[slot] = termKeys[term];
            _terms[slot] = term;
        }
    }
}
