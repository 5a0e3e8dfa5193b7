using System.Buffers;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Chooses the part of a text that shows the most telling words of the query.</summary>
internal static class BestPassage
{
    private const int Length = 120;

    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create("。！？；!?;\r\n");

    public static (HighlightedText? Text, long Weight) Of(ReadOnlySpan<char> text, List<Mark> marks)
    {
        if (marks.Count == 0)
        {
            return (null, 0);
        }

        var (first, last, weight) = Best(marks);
        var (start, end) = Widen(text, marks[first].Start, marks[last].End);
        var inside = marks.FindAll(mark => mark.Start >= start && mark.End <= end);
        return (new HighlightedText(text[start..end].ToString(), Merge(inside, start)), weight);
    }

    /// <summary>Marks that touch become one range.</summary>
    public static List<TextRange> Merge(List<Mark> marks, int origin)
    {
        marks.Sort(static (a, b) => a.Start.CompareTo(b.Start)); // a phrase ends after words that begin later
        var ranges = new List<TextRange>();
        foreach (var mark in marks)
        {
            var start = mark.Start - origin;
            if (ranges.Count > 0 && ranges[^1] is var last && start <= last.Start + last.Length)
            {
                ranges[^1] = last with { Length = Math.Max(last.Length, mark.End - origin - last.Start) };
            }
            else
            {
                ranges.Add(new TextRange(start, mark.End - origin - start));
            }
        }

        return ranges;
    }

    // Of all passages that begin with a mark: each different term counts by its weight, a repeated one very little.
    private static (int First, int Last, long Weight) Best(List<Mark> marks)
    {
        var best = (First: 0, Last: 0, Weight: -1L);
        var seen = new HashSet<ulong>();
        for (var first = 0; first < marks.Count; first++)
        {
            seen.Clear();
            var weight = 0L;
            var last = first;
            for (var next = first; next < marks.Count && marks[next].End - marks[first].Start <= Length; last = next++)
            {
                weight += seen.Add(marks[next].Key) ? marks[next].Weight + 1 : 1;
            }

            if (weight > best.Weight)
            {
                best = (first, last, weight);
            }
        }

        return best;
    }

    private static (int Start, int End) Widen(ReadOnlySpan<char> text, int start, int end)
    {
        if (text.Length <= Length)
        {
            return (0, text.Length);
        }
        // A mark can be longer than a passage; then it is shown whole.
        var spare = Math.Max(0, Length - (end - start));
        var earliest = Math.Max(0, start - spare);
        var sentence = text[earliest..start].LastIndexOfAny(SentenceEnds);
        var from = sentence >= 0 ? earliest + sentence + 1 : earliest == 0 ? 0 : Math.Max(earliest, start - (spare / 3));
        var to = Math.Min(text.Length, Math.Max(end, from + Length));
        // Halves of a surrogate pair stay together.
        if (from > 0 && char.IsLowSurrogate(text[from]))
        {
            from++;
        }

        if (to < text.Length && char.IsLowSurrogate(text[to]))
        {
            to--;
        }

        return (from, to);
    }
}
