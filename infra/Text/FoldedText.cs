using System.Collections.Frozen;
using System.Text;

namespace Marketplace.Text;

/// <summary>
/// A text as it is compared: NFKC, case folded, full and half width alike, variants unified, without blanks, punctuation and characters that
/// do not show. Each unit knows its place in the original. Made in time linear in the text.
/// </summary>
public sealed class FoldedText
{
    /// <summary>More signs than this between two characters hide nothing.</summary>
    private const int WidestGap = 5;

    private static readonly FrozenSet<int> Barriers = ",;:!?。、\n\r\u2028\u2029".Select(static c => (int)c).ToFrozenSet();

    private readonly FoldedUnit[] _units;

    private FoldedText(string original, FoldedUnit[] units) => (Original, _units) = (original, units);

    /// <summary>The text as it was given.</summary>
    public string Original { get; }

    /// <summary>Number of units.</summary>
    public int Length => _units.Length;

    /// <summary>The units in order.</summary>
    public ReadOnlySpan<FoldedUnit> Units => _units;

    /// <summary>The unit at a place.</summary>
    public FoldedUnit this[int index] => _units[index];

    /// <param name="text">Any text, malformed UTF-16 included.</param>
    /// <param name="variants">What to unify beyond Unicode, such as traditional with simplified characters.</param>
    public static FoldedText Of(string text, VariantMap? variants = null)
    {
        var units = new List<FoldedUnit>(text.Length);
        var reader = new FoldedReader(text);
        var (signs, barrier) = (0, false);
        while (reader.Read())
        {
            if (reader.Class is CharacterClass.Ignored or CharacterClass.Mark)
            {
                continue;
            }

            if (reader.Class is CharacterClass.Break or CharacterClass.Connector)
            {
                signs++;
                barrier |= Barriers.Contains(reader.CodePoint);
                continue;
            }

            var gap = barrier || signs > WidestGap ? Gap.Barrier : signs > 0 ? Gap.Soft : Gap.None;
            units.Add(new FoldedUnit(variants?.Unify(reader.CodePoint) ?? reader.CodePoint, reader.Start, reader.End, gap));
            (signs, barrier) = (0, false);
        }

        return new FoldedText(text, [.. units]);
    }

    /// <summary>What the original says from the first of some units to the last.</summary>
    public string Slice(int first, int last) => Original[_units[first].Start.._units[last].End];

    /// <summary>The units alone.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(_units.Length);
        foreach (var unit in _units)
        {
            text.Append(char.ConvertFromUtf32(unit.CodePoint));
        }

        return text.ToString();
    }
}
