namespace Marketplace.Search.Embedded.Building;

/// <summary>Values appended one after another, without the copying that a list of arrays would need at the end.</summary>
internal sealed class Heap<T>
    where T : unmanaged
{
    private T[] _items = [];

    public int Count { get; private set; }

    public ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    public Span<T> Mutable => _items.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(T item) => Reserve(1)[0] = item;

    public void Add(ReadOnlySpan<T> items) => items.CopyTo(Reserve(items.Length));

    public Span<T> Reserve(int count)
    {
        var needed = (long)Count + count;
        if (needed > _items.Length)
        {
            Array.Resize(ref _items, (int)Math.Min(Math.Max(needed, Math.Max(16, _items.Length * 2L)), Math.Max(needed, Array.MaxLength)));
        }

        var reserved = _items.AsSpan(Count, count);
        Count += count;
        return reserved;
    }
}

/// <summary>Variable-length entries in one heap, and where each ends.</summary>
internal sealed class EntryHeap<T>
    where T : unmanaged
{
    public Heap<T> Values { get; } = new();

    public Heap<uint> Ends { get; } = new();

    public int Count => Ends.Count;

    public void Add(ReadOnlySpan<T> entry)
    {
        Values.Add(entry);
        EndEntry();
    }

    public void EndEntry() => Ends.Add((uint)Values.Count);
}
