using System.Globalization;

namespace Marketplace.Functions.Values;

/// <summary>Plain decimal digits as people write amounts: no sign, exponent, blanks or group separators.</summary>
internal static class Digits
{
    /// <summary>Reads at most <paramref name="integerDigits"/> digits and, after a point, 1 to <paramref name="fractionDigits"/> more.</summary>
    public static bool TryParse(string? text, int integerDigits, int fractionDigits, out decimal value)
    {
        value = 0;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text.AsSpan() : text.AsSpan(0, point);
        var fraction = point < 0 ? [] : text.AsSpan(point + 1);
        if (!Plain(whole, integerDigits) || (point >= 0 && !Plain(fraction, fractionDigits)))
        {
            return false;
        }

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    private static bool Plain(ReadOnlySpan<char> digits, int most) =>
        digits.Length >= 1 && digits.Length <= most && digits.ContainsAnyExceptInRange('0', '9') is false;
}
