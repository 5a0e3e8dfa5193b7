using Marketplace.Search.Analysis;

namespace Marketplace.Search.Embedded.Building;

/// <summary>The weighted term counts of one document; reused from one to the next.</summary>
internal sealed class TermCounts
{
    private ulong[] _keys = new ulong[2048];
    private int[] _counts = new int[2048];
    private int[] _used = new int[1024];
    private int _usedCount;

    /// <summary>Weighted number of units, in sixteenths.</summary>
    public int Length { get; private set; }

    public int Count => _usedCount;

    /// <summary>Whether some character is written in another form than it is indexed in, so that searching the text itself could miss it.</summary>
    public bool HasOtherForms { get; private set; }

    public (ulong Key, int Count) At(int index) => (_keys[_used[index]], _counts[_used[index]]);

    /// <summary>Counts a field: characters, words, and pairs of neighbours.</summary>
    public void AddField(ReadOnlySpan<char> text, int weight)
    {
        var reader = new UnitReader(text);
        var previous = default(TextUnit);
        while (reader.Read())
        {
            var unit = reader.Unit;
            Add(TermKey.Of(unit.Code), weight);
            if (unit.FollowsPrevious)
            {
                Add(TermKey.Pair(previous.Code, unit.Code), weight);
            }

            HasOtherForms |= unit.IsCharacter && (!unit.IsWrittenSo(text) || (unit.FollowsPrevious && unit.Start != previous.End));
            previous = unit;
            Length += weight;
        }
    }

    /// <summary>Adds the term that stands for the whole name, so that a name typed in full is found as such.</summary>
    public void AddName(ReadOnlySpan<char> name)
    {
        var key = TermKey.StartName();
        var reader = new UnitReader(name);
        var any = false;
        for (; reader.Read(); any = true)
        {
            key = TermKey.AddToName(key, reader.Unit.Code);
        }

        if (any)
        {
            Add(key, Image.Impact.One);
        }
    }

    public void Clear()
    {
        foreach (var slot in _used.AsSpan(0, _usedCount))
        {
            _keys[slot] = 0;
        }

        _usedCount = 0;
        Length = 0;
        HasOtherForms = false;
    }

    private void Add(ulong key, int weight)
    {
        var mask = _keys.Length - 1;
        var slot = (int)key & mask;
        while (_keys[slot] != key)
        {
            if (_keys[slot] == 0)
            {
                Take(slot, key, weight);
                return;
            }

            slot = (slot + 1) & mask;
        }

        _counts[slot] += weight;
    }

    private void Take(int slot, ulong key, int weight)
    {
        _keys[slot] = key;
        _counts[slot] = weight;
        _used[_usedCount++] = slot;
        if (_usedCount == _used.Length)
        {
            Grow();
        }
    }

    private void Grow()
    {
        var (keys, counts, used) = (_keys, _counts, _used);
        _keys = new ulong[keys.Length * 2];
        _counts = new int[keys.Length * 2];
        _used = new int[used.Length * 2];
        _usedCount = 0;
        foreach (var slot in used)
        {
            Add(keys[slot], counts[slot]);
        }
    }
}
