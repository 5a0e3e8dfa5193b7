using Marketplace.Functions.Findings;
using Marketplace.Text;

namespace Marketplace.Functions.Checks;

/// <summary>A term where it stands.</summary>
/// <param name="Entry">The list's entry.</param>
/// <param name="Range">Where, in UTF-16 units of the text.</param>
internal readonly record struct TermHit(CheckDataEntry Entry, TextRange Range);

/// <summary>A list of terms with their exceptions, ready to be searched for in time linear in the text.</summary>
internal sealed class TermList
{
    private readonly IReadOnlyList<CheckDataEntry> _entries;
    private readonly VariantMap _variants;
    private readonly TermMatcher _matcher;

    public TermList(CheckData data)
    {
        _entries = data.Entries ?? [];
        _variants = new VariantMap(data.Variants ?? []);
        var exceptions = _entries.SelectMany(static entry => entry.Exceptions ?? []).SelectMany(Spell);
        _matcher = new TermMatcher([.. _entries.Select(static entry => entry.Term!), .. exceptions], _variants);
    }

    /// <summary>The terms in a text that no exception covers; of several that overlap, the one that covers the others.</summary>
    public IReadOnlyList<TermHit> Find(string text) => Find(text, out _);

    /// <param name="text">The text.</param>
    /// <param name="steps">Moves of the automaton it took.</param>
    public IReadOnlyList<TermHit> Find(string text, out long steps)
    {
        var folded = FoldedText.Of(text, _variants);
        var scan = _matcher.Find(folded);
        steps = scan.Steps;
        var hits = new List<TermHit>();
        var covered = -1;
        var matches = scan.Matches.Where(Counts)
            .OrderBy(static one => one.First).ThenByDescending(static one => one.Last).ThenByDescending(static one => one.Term);
        foreach (var match in matches)
        {
            if (match.Last <= covered)
            {
                continue;
            }

            covered = match.Last;
            if (match.Term < _entries.Count)
            {
                hits.Add(new TermHit(_entries[match.Term], RangeOf(folded, match)));
            }
        }

        return hits;
    }

    /// <summary>An exception with <c>#</c>, which stands for a digit, as the ten texts it means.</summary>
    private static IEnumerable<string> Spell(string exception) => exception.Contains('#', StringComparison.Ordinal)
        ? Enumerable.Range(0, 10).Select(digit => exception.Replace('#', (char)('0' + digit)))
        : [exception];

    private static TextRange RangeOf(FoldedText text, TermMatch match) => new(text[match.First].Start, text[match.Last].End - text[match.First].Start);

    private bool Counts(TermMatch match) => match.Term >= _entries.Count || (match.IsWhole && !(match.IsBroken && _entries[match.Term].Exact is true));
}
