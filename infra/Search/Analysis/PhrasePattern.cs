using System.Text;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Analysis;

/// <summary>
/// Units that have to follow one another. Where they are neighbours in the pattern they have to be in the text; where the pattern has punctuation between them,
/// anything may stand there.
/// </summary>
internal sealed class PhrasePattern(TextUnit[] units)
{
    private readonly string? _plain = PlainTextOf(units);

    /// <summary>The index terms of one unit, or of one pair, say it all.</summary>
    public bool IsProvenByTerms => units.Length == 1 || (units.Length == 2 && units[1].FollowsPrevious);

    public int Length => units.Length;

    /// <param name="text">Where to look.</param>
    /// <param name="hasOtherForms">Whether the text has characters in other forms than they are indexed in.</param>
    public bool Occurs(TextRecord text, bool hasOtherForms)
    {
        if (_plain is not null && !hasOtherForms && !text.All.Contains(_plain, StringComparison.Ordinal))
        {
            return false;
        }

        if (OccursIn(text.Name, hasOtherForms) || OccursIn(text.Summary, hasOtherForms) || OccursIn(text.Body, hasOtherForms))
        {
            return true;
        }

        for (var i = 0; i < text.TagCount; i++)
        {
            if (OccursIn(text.Tag(i), hasOtherForms))
            {
                return true;
            }
        }

        return false;
    }

    // Characters alone are found in the text as it is, unless it has them in another form.
    private bool OccursIn(ReadOnlySpan<char> text, bool hasOtherForms) =>
        (_plain is not null && text.Contains(_plain, StringComparison.Ordinal)) || ((_plain is null || hasOtherForms) && OccursAnalyzed(text));

    private bool OccursAnalyzed(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
        {
            return false;
        }

        var read = new List<TextUnit>();
        var reader = new UnitReader(text);
        while (reader.Read())
        {
            read.Add(reader.Unit);
            if (EndsAt(read, read.Count - 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it occurs with its last unit at this place.</summary>
    public bool EndsAt(List<TextUnit> text, int last)
    {
        var first = last + 1 - units.Length;
        for (var i = 0; i < units.Length; i++)
        {
            if (first < 0 || text[first + i].Code != units[i].Code || (i > 0 && units[i].FollowsPrevious && !text[first + i].FollowsPrevious))
            {
                return false;
            }
        }

        return true;
    }

    private static string? PlainTextOf(TextUnit[] units)
    {
        var text = new StringBuilder();
        for (var i = 0; i < units.Length; i++)
        {
            if (!units[i].IsCharacter || (i > 0 && !units[i].FollowsPrevious))
            {
                return null;
            }

            text.Append(new Rune((uint)units[i].Code).ToString());
        }

        return text.ToString();
    }
}
