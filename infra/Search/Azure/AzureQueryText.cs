using System.Text;
using Marketplace.Search.Analysis;

namespace Marketplace.Search.Azure;

/// <summary>
/// What a person typed, in the service's full Lucene syntax, with every term quoted so that nothing typed is an operator. A run of Chinese characters becomes
/// its overlapping pairs, as in the embedded engine: all required, or any of them once relaxed. What is excluded becomes filters, since the service
/// answers nothing to a query that only excludes.
/// </summary>
internal sealed class AzureQueryText : IQueryParts
{
    public const string Everything = "*";

    private readonly List<string> _words = [];
    private readonly List<string> _phrases = [];
    private readonly List<string> _excluded = [];

    private AzureQueryText()
    {
    }

    /// <summary>Whether anything has to be matched.</summary>
    public bool HasText => _words.Count + _phrases.Count > 0;

    /// <summary>Whether fewer words could be required.</summary>
    public bool CanRelax => _words.Count > 1 || (_words.Count == 1 && _phrases.Count > 0);

    /// <summary>What no hit may match, each in the service's full Lucene syntax.</summary>
    public IReadOnlyList<string> Excluded => _excluded;

    public static AzureQueryText Parse(string? text)
    {
        var query = new AzureQueryText();
        QueryParser.Read(text, query);
        return query;
    }

    public void AddPhrase(ReadOnlySpan<char> text, bool excluded)
    {
        if (UnitsOf(text).Count > 0)
        {
            (excluded ? _excluded : _phrases).Add(Quoted(text));
        }
    }

    public void AddWords(ReadOnlySpan<char> text, bool excluded)
    {
        var words = WordsOf(text);
        if (!excluded)
        {
            _words.AddRange(words.Except(_words).Take(QueryParser.MaxTerms - _words.Count));
        }
        else if (words.Count > 0)
        {
            _excluded.Add(All(words));
        }
    }

    /// <summary>The search text.</summary>
    /// <param name="relaxed">Whether some of the words are enough.</param>
    public string ToLucene(bool relaxed)
    {
        if (!HasText)
        {
            return Everything;
        }

        return relaxed ? string.Join(' ', [.. _phrases.Select(phrase => "+" + phrase), .. _words]) : All(_phrases.Concat(_words));
    }

    /// <summary>A text as one quoted phrase.</summary>
    public static string Quoted(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(char.IsControl(c) ? ' ' : c);
        }

        return quoted.Append('"').ToString();
    }

    private static List<TextUnit> UnitsOf(ReadOnlySpan<char> text)
    {
        var units = new List<TextUnit>();
        var reader = new UnitReader(text);
        while (units.Count <= QueryParser.MaxTerms && reader.Read())
        {
            units.Add(reader.Unit);
        }

        return units;
    }

    private static List<string> WordsOf(ReadOnlySpan<char> text)
    {
        var units = UnitsOf(text);
        var words = new List<string>();
        for (var i = 0; i < units.Count; i++)
        {
            var joins = i > 0 && Joins(units[i - 1], units[i]);
            var goesOn = i + 1 < units.Count && Joins(units[i], units[i + 1]);
            if (joins)
            {
                words.Add(Quoted(text[units[i - 1].Start..units[i].End]));
            }
            else if (!goesOn)
            {
                words.Add(Quoted(text[units[i].Start..units[i].End]));
            }
        }

        return words;
    }

    private static string All(IEnumerable<string> terms) => string.Join(' ', terms.Select(term => "+" + term));

    private static bool Joins(TextUnit first, TextUnit second) => first.IsCharacter && second.IsCharacter && second.FollowsPrevious;
}
