using System.Text;
using Marketplace.Search.Embedded.Image;

namespace Marketplace.Search.Analysis;

/// <summary>
/// Units that have to follow one another. Where they are neighbours in the pattern they have to be in the text; where the pattern has punctuation between them, anything
/// may stand there.
/// </summary>
internal sealed class PhrasePattern(TextUnit[] units)
{
    private readonly string? _plain = PlainTextOf(units);

    /// <summary>The index terms of one unit, or of one pair, say it all.</summary>
    public bool IsProvenByTerms => units.Length == 1 || (units.Length == 2 && units[1].FollowsPrevious);

    public bool Occurs(TextRecord text)
    {
        if (OccursIn(text.Name) || OccursIn(text.Summary) || OccursIn(text.Body))
            return true;
        for (var i = 0; i < text.TagCount; i++)
        {
            if (OccursIn(text.Tag(i)))
                return true;
        }

        return false;
    }

    private bool OccursIn(ReadOnlySpan<char> text) => (_plain is not null && text.Contains(_plain, StringComparison.Ordinal)) || OccursAnalyzed(text);

    // The texts that do not contain the pattern as it is may still do so in other forms of its characters.
    private bool OccursAnalyzed(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
            return false;
        var window = new TextUnit[units.Length];
        var reader = new UnitReader(text);
        for (var read = 0; reader.Read(); read++)
        {
            window.AsSpan(1).CopyTo(window);
            window[^1] = reader.Unit;
            if (read >= units.Length - 1 && Matches(window))
                return true;
        }

        return false;
    }

    private bool Matches(TextUnit[] window)
    {
        for (var i = 0; i < window.Length; i++)
        {
            if (window[i].Code != units[i].Code || (i > 0 && units[i].FollowsPrevious && !window[i].FollowsPrevious))
                return false;
        }

        return true;
    }

    private static string? PlainTextOf(TextUnit[] units)
    {
        var text = new StringBuilder();
        for (var i = 0; i < units.Length; i++)
        {
            if (!units[i].IsCharacter || (i > 0 && !units[i].FollowsPrevious))
                return null;
            text.Append(new Rune((uint)units[i].Code).ToString());
        }

        return text.ToString();
    }
}
