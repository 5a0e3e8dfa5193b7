using System.Runtime.InteropServices;
using System.Text;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Building;

/// <summary>
/// One keyword field. Documents share few distinct sets of values (a region with its ancestors is one), so each document holds the number of its set; and each
/// value holds the documents that have it, as a bitmap where they are many.
/// </summary>
internal sealed class KeywordColumn
{
    private readonly Dictionary<string, int> _valueNumbers = new(StringComparer.Ordinal);
    private readonly List<string> _values = [];
    private readonly Dictionary<string, ushort> _setNumbers = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<int[]> _sets = [[]];
    private readonly List<ushort> _setOfDocument = [];

    /// <summary>The number of the set of these values; 0 is the empty set.</summary>
    public ushort SetOf(IReadOnlyList<string> values)
    {
        var distinct = values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        // A value may contain any character, so the key says where each ends.
        var key = string.Concat(distinct.Select(value => $"{value.Length}:{value}"));
        if (_setNumbers.TryGetValue(key, out var number))
        {
            return number;
        }

        number = (ushort)_sets.Count;
        _setNumbers.Add(key, number);
        _sets.Add(Array.ConvertAll(distinct, NumberOf));
        return number;
    }

    public void Assign(int ordinal, ushort set)
    {
        while (_setOfDocument.Count < ordinal)
        {
            _setOfDocument.Add(0);
        }

        _setOfDocument.Add(set);
    }

    public void Write(ImageWriter image, string name, int field, int documents)
    {
        while (_setOfDocument.Count < documents)
        {
            _setOfDocument.Add(0);
        }

        var sorted = _values.Order(StringComparer.Ordinal).ToArray();
        var rankOf = new int[sorted.Length];
        for (var rank = 0; rank < sorted.Length; rank++)
        {
            rankOf[_valueNumbers[sorted[rank]]] = rank;
        }

        var values = new EntryHeap<byte>();
        foreach (var value in sorted)
        {
            values.Add(Encoding.UTF8.GetBytes(value));
        }

        var sets = new EntryHeap<uint>();
        foreach (var set in _sets)
        {
            sets.Add(MemoryMarshal.Cast<int, uint>(set.Select(number => rankOf[number]).Order().ToArray()));
        }

        image.Add<byte>(Section.FieldName, Encoding.UTF8.GetBytes(name), field);
        image.Add(Section.FieldValues, values.Values.Items, field);
        image.Add(Section.FieldValueEnds, values.Ends.Items, field);
        image.Add<ushort>(Section.FieldSets, CollectionsMarshal.AsSpan(_setOfDocument), field);
        image.Add(Section.FieldSetEnds, sets.Ends.Items, field);
        image.Add(Section.FieldSetValues, sets.Values.Items, field);
        KeywordPostings.Write(image, field, documents, sorted.Length, CollectionsMarshal.AsSpan(_setOfDocument), sets);
    }

    private int NumberOf(string value)
    {
        if (!_valueNumbers.TryGetValue(value, out var number))
        {
            _valueNumbers.Add(value, number = _values.Count);
            _values.Add(value);
        }

        return number;
    }
}
