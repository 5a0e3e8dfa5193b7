using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Functions.Checks.Contacts;

/// <summary>The shape of a telephone number: digits, <c>#</c> for any, <c>[3-9]</c> for a range; hyphens are for the reader.</summary>
internal sealed class DigitShape
{
    public const int LeastDigits = 5;
    public const int MostDigits = 16;

    private readonly (char Least, char Most)[] _digits;

    private DigitShape((char, char)[] digits) => _digits = digits;

    public int Length => _digits.Length;

    public static bool TryParse(string text, [NotNullWhen(true)] out DigitShape? shape)
    {
        var digits = new List<(char, char)>();
        shape = null;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '-')
            {
                i++;
            }
            else if (TryReadOne(text.AsSpan(i), out var digit, out var length))
            {
                (digits, i) = ([.. digits, digit], i + length);
            }
            else
            {
                return false;
            }
        }

        if (digits.Count is < LeastDigits or > MostDigits)
        {
            return false;
        }

        shape = new DigitShape([.. digits]);
        return true;
    }

    public bool Fits(ReadOnlySpan<char> digits)
    {
        if (digits.Length != _digits.Length)
        {
            return false;
        }

        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] < _digits[i].Least || digits[i] > _digits[i].Most)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadOne(ReadOnlySpan<char> text, out (char Least, char Most) digit, out int length)
    {
        (digit, length) = (default, 1);
        if (text[0] == '#')
        {
            digit = ('0', '9');
        }
        else if (char.IsAsciiDigit(text[0]))
        {
            digit = (text[0], text[0]);
        }
        else if (text is ['[', var least, '-', var most, ']', ..] && char.IsAsciiDigit(least) && char.IsAsciiDigit(most) && least <= most)
        {
            (digit, length) = ((least, most), 5);
        }
        else
        {
            return false;
        }

        return true;
    }
}
