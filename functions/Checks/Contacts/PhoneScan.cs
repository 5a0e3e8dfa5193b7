using System.Buffers;

namespace Marketplace.Functions.Checks.Contacts;

/// <summary>Telephone numbers: digits of a known shape, also in Chinese or taken apart by signs, that no word says to be something else.</summary>
internal static class PhoneScan
{
    private const int WidestJoint = 3;

    private static readonly SearchValues<char> Joiners = SearchValues.Create(" \t\u00A0\u3000\u200B-‐‑–—－.·()（）/_+＋");

    /// <param name="text">The text.</param>
    /// <param name="patterns">The shapes of numbers.</param>
    /// <param name="others">Where numbers of other kinds begin.</param>
    /// <param name="units">Where units of measurement begin.</param>
    public static IEnumerable<ContactHit> Find(ContactText text, ContactPatterns patterns, bool[] others, bool[] units)
    {
        for (var i = 0; i < text.Length;)
        {
            text.Steps++;
            var isStart = text.DigitOf(i) is not null && (i == 0 || text.DigitOf(i - 1) is null || !text.IsTight(i));
            if (isStart && EndOf(text, patterns, i, last => others[i] || IsMeasured(text, last, units)) is { } end)
            {
                yield return text.Hit("phoneInText", i, end);
                i = end;
            }

            i++;
        }
    }

    /// <summary>Last unit of the longest number that begins here and ends where digits end, or null.</summary>
    private static int? EndOf(ContactText text, ContactPatterns patterns, int first, Func<int, bool> isSomethingElse)
    {
        Span<char> digits = stackalloc char[DigitShape.MostDigits];
        var (count, end) = (0, (int?)null);
        for (var i = first; i < text.Length && count < digits.Length; i++)
        {
            text.Steps++;
            if (text.DigitOf(i) is not { } digit || (i > first && !Joins(text, i)))
            {
                break;
            }

            digits[count++] = digit;
            var ends = i + 1 >= text.Length || text.DigitOf(i + 1) is null || !text.IsTight(i + 1);
            if (ends && FitsSome(patterns, digits[..count]) && !isSomethingElse(i))
            {
                end = i;
            }
        }

        return end;
    }

    private static bool FitsSome(ContactPatterns patterns, ReadOnlySpan<char> digits)
    {
        foreach (var shape in patterns.Shapes[digits.Length])
        {
            if (shape.Fits(digits))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a letter or a unit right after says that a number is no telephone's.</summary>
    private static bool IsMeasured(ContactText text, int last, bool[] units) =>
        last + 1 < text.Length && text.IsTight(last + 1) && (text[last + 1].IsLetter || units[last + 1]);

    private static bool Joins(ContactText text, int i) =>
        text.IsTight(i) || (text.Between(i) is { Length: <= WidestJoint } joint && !joint.ContainsAnyExcept(Joiners));
}
