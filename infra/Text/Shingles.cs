namespace Marketplace.Text;

/// <summary>The set of a text's overlapping runs of units, each as a hash of 64 bits.</summary>
public sealed class Shingles
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private readonly HashSet<ulong> _hashes;

    private Shingles(HashSet<ulong> hashes) => _hashes = hashes;

    /// <summary>Number of different runs.</summary>
    public int Count => _hashes.Count;

    /// <summary>The hashes, in no order.</summary>
    public IEnumerable<ulong> Hashes => _hashes;

    /// <summary>The runs of <paramref name="size"/> units in some texts; none cross from one text to the next. A shorter text counts as one run.</summary>
    public static Shingles Of(IEnumerable<FoldedText> texts, int size)
    {
        var hashes = new HashSet<ulong>();
        foreach (var text in texts)
        {
            if (text.Length is var length && length > 0 && length < size)
            {
                hashes.Add(Hash(text.Units));
            }

            for (var i = 0; i + size <= text.Length; i++)
            {
                hashes.Add(Hash(text.Units.Slice(i, size)));
            }
        }

        return new Shingles(hashes);
    }

    /// <summary>Runs that both have.</summary>
    public int Common(Shingles other) => Count <= other.Count ? _hashes.Count(other._hashes.Contains) : other._hashes.Count(_hashes.Contains);

    /// <summary>Share of all runs of both that both have, 0–1; 0 where neither has any.</summary>
    public double Resemblance(Shingles other) => Common(other) is var common && common > 0 ? (double)common / (Count + other.Count - common) : 0;

    /// <summary>Share of this one's runs that the other has too, 0–1.</summary>
    public double ContainedIn(Shingles other) => Count == 0 ? 0 : (double)Common(other) / Count;

    internal static ulong Hash(ReadOnlySpan<FoldedUnit> units)
    {
        var hash = (ulong)units.Length;
        foreach (var unit in units)
        {
            hash = (hash + (uint)unit.CodePoint) * Multiplier;
        }

        return Mix(hash);
    }

    /// <summary>Spreads a number over all 64 bits (the finalizer of SplitMix64); one to one.</summary>
    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
