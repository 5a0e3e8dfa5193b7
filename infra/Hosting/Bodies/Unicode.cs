using System.Buffers;
using System.Text;

namespace Marketplace.Hosting.Bodies;

/// <summary>The text the API accepts: well-formed Unicode without control characters.</summary>
internal static class Unicode
{
    // C0 without tab, line feed and carriage return; DEL; C1.
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(static c => char.IsControl(c) && c is not ('\t' or '\n' or '\r'))]);

    /// <summary>Whether the text has no lone surrogates and no control characters other than tabs and line breaks.</summary>
    public static bool IsAcceptable(ReadOnlySpan<char> text) => !text.ContainsAny(Controls) && IsWellFormed(text);

    /// <summary>The same for one line, such as a query parameter: no tab or line break either.</summary>
    public static bool IsAcceptableLine(ReadOnlySpan<char> text) => IsAcceptable(text) && !text.ContainsAny('\t', '\n', '\r');

    /// <summary>The text with U+FFFD for each lone surrogate, so that it can be written.</summary>
    public static string WellFormed(string text) => IsWellFormed(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var start = text.IndexOfAnyInRange('\uD800', '\uDFFF'); start >= 0; start = text.IndexOfAnyInRange('\uD800', '\uDFFF'))
        {
            if (!char.IsHighSurrogate(text[start]) || start + 1 >= text.Length || !char.IsLowSurrogate(text[start + 1]))
            {
                return false;
            }

            text = text[(start + 2)..];
        }

        return true;
    }
}
