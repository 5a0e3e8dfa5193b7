namespace Marketplace.Text;

/// <summary>A run of units that stands in two documents.</summary>
/// <param name="Text">Which text of the first document.</param>
/// <param name="First">First unit there.</param>
/// <param name="OtherText">Which text of the other.</param>
/// <param name="OtherFirst">First unit there.</param>
/// <param name="Length">Units.</param>
public readonly record struct Passage(int Text, int First, int OtherText, int OtherFirst, int Length);

/// <summary>
/// Finds the passages that two documents share, whatever their order. A document is a list of texts; no passage crosses from one to the next.
/// </summary>
public static class Passages
{
    /// <summary>Places in the other document that are tried for one run; a text that repeats itself has no need of more.</summary>
    private const int MostPlaces = 8;

    /// <summary>
    /// The passages of at least <paramref name="least"/> units, longest first, at most <paramref name="most"/>, without overlap in the first document.
    /// </summary>
    public static IReadOnlyList<Passage> Find(IReadOnlyList<FoldedText> texts, IReadOnlyList<FoldedText> others, int least, int most) =>
        Find(texts, others, least, most, out _);

    /// <param name="texts">The first document.</param>
    /// <param name="others">The other.</param>
    /// <param name="least">Units of the shortest passage.</param>
    /// <param name="most">Passages wanted.</param>
    /// <param name="steps">Comparisons of units it took: linear in both documents.</param>
    public static IReadOnlyList<Passage> Find(IReadOnlyList<FoldedText> texts, IReadOnlyList<FoldedText> others, int least, int most, out long steps)
    {
        var places = PlacesOf(others, least);
        var found = new List<Passage>();
        steps = 0;
        for (var text = 0; text < texts.Count; text++)
        {
            for (var i = 0; i + least <= texts[text].Length;)
            {
                var best = Longest(texts, text, i, others, places, least, ref steps);
                if (best.Length > 0)
                {
                    found.Add(best);
                }

                i += Math.Max(1, best.Length);
            }
        }

        return [.. found.OrderByDescending(static one => one.Length).ThenBy(static one => (one.Text, one.First)).Take(most)];
    }

    private static Passage Longest(
        IReadOnlyList<FoldedText> texts, int text, int first, IReadOnlyList<FoldedText> others, Dictionary<ulong, List<(int Text, int First)>> places,
            int least, ref long steps)
    {
        var best = default(Passage);
        if (!places.TryGetValue(Shingles.Hash(texts[text].Units.Slice(first, least)), out var candidates))
        {
            return best;
        }

        foreach (var place in candidates)
        {
            var length = Agreeing(texts[text].Units[first..], others[place.Text].Units[place.First..]);
            steps += length + 1;
            if (length >= least && length > best.Length)
            {
                best = new Passage(text, first, place.Text, place.First, length);
            }
        }

        return best;
    }

    private static int Agreeing(ReadOnlySpan<FoldedUnit> here, ReadOnlySpan<FoldedUnit> there)
    {
        var length = 0;
        while (length < here.Length && length < there.Length && here[length].CodePoint == there[length].CodePoint)
        {
            length++;
        }

        return length;
    }

    private static Dictionary<ulong, List<(int Text, int First)>> PlacesOf(IReadOnlyList<FoldedText> texts, int size)
    {
        var places = new Dictionary<ulong, List<(int, int)>>();
        for (var text = 0; text < texts.Count; text++)
        {
            for (var i = 0; i + size <= texts[text].Length; i++)
            {
                var hash = Shingles.Hash(texts[text].Units.Slice(i, size));
                if (!places.TryGetValue(hash, out var known))
                {
                    places.Add(hash, known = []);
                }

                if (known.Count < MostPlaces)
                {
                    known.Add((text, i));
                }
            }
        }

        return places;
    }
}
