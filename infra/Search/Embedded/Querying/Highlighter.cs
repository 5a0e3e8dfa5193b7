using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Embedded.Querying;

/// <summary>Marks where the words of a query are in a document, and cuts out the passage that shows most of them.</summary>
internal sealed class Highlighter
{
    private const int TextRead = 10_000;

    // A phrase is shown as a whole, before any single word.
    private const int PhraseWeight = 16 * Scoring.Scale;

    private readonly Dictionary<ulong, int> _weights = [];
    private readonly List<TextUnit> _units = [];
    private readonly PhrasePattern[] _phrases;
    private ulong _filter;

    public Highlighter(ParsedQuery query, Scoring scoring)
    {
        _phrases = query.Phrases;
        for (var term = 0; term < query.Terms.Length; term++)
        {
            if (query.Terms[term] is not { Role: TermRole.Word, Key: var key })
            {
                continue;
            }

            _weights[key] = scoring.Weights[term];
            _filter |= 1UL << (int)(key >> 58);
        }
    }

    public Highlights? Of(TextRecord text)
    {
        var name = Mark(text.Name);
        var summary = BestPassage.Of(text.Summary, Mark(text.Summary));
        var body = BestPassage.Of(text.Body, Mark(text.Body[..Math.Min(text.Body.Length, TextRead)]));
        var passage = body.Weight > summary.Weight ? body : summary;
        return name.Count == 0 && passage.Text is null
            ? null
            : new Highlights(name.Count == 0 ? null : new HighlightedText(text.Name.ToString(), BestPassage.Merge(name, 0)), passage.Text);
    }

    private List<Mark> Mark(ReadOnlySpan<char> text)
    {
        var marks = new List<Mark>();
        _units.Clear();
        var reader = new UnitReader(text);
        var previous = default(TextUnit);
        while (reader.Read())
        {
            var unit = reader.Unit;
            if (_phrases.Length > 0)
            {
                AddPhrases(marks, unit);
            }

            if (unit.FollowsPrevious)
            {
                Add(marks, TermKey.Pair(previous.Code, unit.Code), previous.Start, unit.End);
            }

            Add(marks, TermKey.Of(unit.Code), unit.Start, unit.End);
            previous = unit;
        }

        return marks;
    }

    private void AddPhrases(List<Mark> marks, TextUnit unit)
    {
        _units.Add(unit);
        for (var i = 0; i < _phrases.Length; i++)
        {
            if (_phrases[i].EndsAt(_units, _units.Count - 1))
            {
                marks.Add(new Mark(_units[^_phrases[i].Length].Start, unit.End, (ulong)i, PhraseWeight));
            }
        }
    }

    private void Add(List<Mark> marks, ulong key, int start, int end)
    {
        if ((_filter >> (int)(key >> 58) & 1) != 0 && _weights.TryGetValue(key, out var weight))
        {
            marks.Add(new Mark(start, end, key, weight));
        }
    }
}

/// <summary>Where a term of the query is in a text.</summary>
internal readonly record struct Mark(int Start, int End, ulong Key, int Weight);
