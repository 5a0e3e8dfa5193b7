using System.Globalization;
using System.Text;

namespace Marketplace.Identity;

/// <summary>Brings the spellings of one credit code together.</summary>
internal static class CreditCodeSpelling
{
    /// <summary>Longer texts are no code, however much of them is blank.</summary>
    private const int Longest = 64;

    /// <summary>The text in capitals of normal width (NFKC) without blanks and hyphens; null when it is too long or no well-formed text.</summary>
    public static string? Fold(string? text)
    {
        if (text is null or { Length: > Longest } || text.Any(static character => char.IsSurrogate(character) || character is '\uFFFE'))
        {
            return null;
        }

        var folded = new StringBuilder(CreditCode.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormKC).Where(static character => !IsSeparator(character)))
        {
            folded.Append(char.ToUpperInvariant(character));
        }

        return folded.ToString();
    }

    private static bool IsSeparator(char character) =>
        char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) is UnicodeCategory.DashPunctuation || character is '\u2212';
}
