using System.Text;
using System.Text.Encodings.Web;

namespace Marketplace.Search;

/// <summary>Where a hit matched, as plain text with ranges: safe by construction, whatever the text contains.</summary>
/// <param name="Name">The whole name, if it matched.</param>
/// <param name="Text">The passage of summary or body that matches best, if one does.</param>
public sealed record Highlights(HighlightedText? Name, HighlightedText? Text);

/// <summary>Plain text, and the parts of it that matched.</summary>
/// <param name="Text">The text as it was indexed; not HTML.</param>
/// <param name="Matches">Ascending and disjoint.</param>
public sealed record HighlightedText(string Text, IReadOnlyList<TextRange> Matches)
{
    /// <summary>The text as HTML: everything escaped, matches inside <c>&lt;em&gt;</c>.</summary>
    /// <returns>Markup in which the only elements are <c>em</c>.</returns>
    public string ToHtml()
    {
        var html = new StringBuilder(Text.Length + (Matches.Count * 9));
        var written = 0;
        foreach (var match in Matches)
        {
            html.Append(Encode(Text[written..match.Start])).Append("<em>").Append(Encode(Text.Substring(match.Start, match.Length))).Append("</em>");
            written = match.Start + match.Length;
        }

        return html.Append(Encode(Text[written..])).ToString();
    }

    // A line break means no more than a blank in HTML, and would be written as a reference.
    private static string Encode(string text) => HtmlText.Encode(text.ReplaceLineEndings(" "));

    // Chinese stays readable: only what means something in HTML is escaped.
    private static readonly HtmlEncoder HtmlText = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
}

/// <summary>A part of a text.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="Length">Number of UTF-16 units.</param>
public readonly record struct TextRange(int Start, int Length);
