namespace Marketplace.Text;

/// <summary>
/// Finds every one of many terms in a text at once (Aho and Corasick, 1975), in time linear in the text and the matches. A match may be
/// broken by blanks and signs but not by the end of a clause.
/// </summary>
public sealed class TermMatcher
{
    private const int Root = 0;

    private readonly Dictionary<(int Node, int CodePoint), int> _next = [];
    private readonly List<int> _fallback = [Root];
    private readonly List<int> _shorter = [Root];
    private readonly List<List<int>> _termsAt = [[]];
    private readonly int[] _lengths;

    /// <param name="terms">The terms; those without a meaningful character never match, those that fold alike all do.</param>
    /// <param name="variants">What to unify; texts must be folded with the same.</param>
    public TermMatcher(IReadOnlyList<string> terms, VariantMap? variants = null)
    {
        _lengths = new int[terms.Count];
        for (var term = 0; term < terms.Count; term++)
        {
            Plant(term, FoldedText.Of(terms[term], variants));
        }

        Link();
    }

    /// <summary>Every match in a text.</summary>
    public TermScan Find(FoldedText text)
    {
        var matches = new List<TermMatch>();
        var steps = 0L;
        var (node, lastGap) = (Root, -1);
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            if (unit.Gap is Gap.Barrier)
            {
                node = Root;
            }

            if (unit.Gap is not Gap.None)
            {
                lastGap = i;
            }

            node = Follow(node, unit.CodePoint, ref steps);
            for (var at = _termsAt[node].Count > 0 ? node : _shorter[node]; at != Root; at = _shorter[at])
            {
                steps++;
                Report(text, at, i, lastGap, matches);
            }
        }

        return new TermScan(matches, steps);
    }

    private void Report(FoldedText text, int node, int last, int lastGap, List<TermMatch> matches)
    {
        foreach (var term in _termsAt[node])
        {
            var first = last - _lengths[term] + 1;
            matches.Add(new TermMatch(term, first, last, lastGap > first, !SplitsWord(text, first) && !SplitsWord(text, last + 1)));
        }
    }

    /// <summary>Whether a word of Latin letters, or a number, goes on across the border before a unit.</summary>
    private static bool SplitsWord(FoldedText text, int border)
    {
        if (border <= 0 || border >= text.Length || text[border].Gap is not Gap.None)
        {
            return false;
        }

        var (before, after) = (text[border - 1], text[border]);
        return (before.IsLetter && after.IsLetter) || (before.IsDigit && after.IsDigit);
    }

    private int Follow(int node, int codePoint, ref long steps)
    {
        while (true)
        {
            steps++;
            if (_next.TryGetValue((node, codePoint), out var next))
            {
                return next;
            }

            if (node == Root)
            {
                return Root;
            }

            node = _fallback[node];
        }
    }

    private void Plant(int term, FoldedText folded)
    {
        if (folded.Length == 0)
        {
            return;
        }

        var node = Root;
        foreach (var unit in folded.Units)
        {
            node = Child(node, unit.CodePoint);
        }

        _termsAt[node].Add(term);
        _lengths[term] = folded.Length;
    }

    private int Child(int node, int codePoint)
    {
        if (_next.TryGetValue((node, codePoint), out var child))
        {
            return child;
        }

        child = _fallback.Count;
        _next.Add((node, codePoint), child);
        _fallback.Add(Root);
        _shorter.Add(Root);
        _termsAt.Add([]);
        return child;
    }

    private void Link()
    {
        var children = _next.ToLookup(static edge => edge.Key.Node, static edge => (edge.Key.CodePoint, Node: edge.Value));
        var waiting = new Queue<int>([Root]);
        var steps = 0L;
        while (waiting.TryDequeue(out var node))
        {
            foreach (var (codePoint, child) in children[node])
            {
                var fallback = node == Root ? Root : Follow(_fallback[node], codePoint, ref steps);
                _fallback[child] = fallback;
                _shorter[child] = _termsAt[fallback].Count > 0 ? fallback : _shorter[fallback];
                waiting.Enqueue(child);
            }
        }
    }
}
