using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Identity;

/// <summary>
/// Unified social credit code (统一社会信用代码) of an organisation: 18 characters with a verified check character
/// (GB 32100-2015).
/// </summary>
public readonly record struct CreditCode
{
    /// <summary>Characters in a code.</summary>
    public const int Length = 18;

    // The letters I, O, S, V and Z are left out: they look like digits.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static ReadOnlySpan<byte> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private readonly string? value;

    private CreditCode(string value) => this.value = value;

    /// <summary>The 18 characters, in capitals; empty for the default value.</summary>
    public string Value => value ?? "";

    /// <summary>Whether <paramref name="text"/> is a code in capitals with the right check character.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) =>
        text.Length == Length && TryCheckCharacter(text[..^1], out var check) && text[^1] == check;

    /// <summary>Reads a code; refuses lower case, blanks, letters outside the alphabet and a wrong check character.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CreditCode code)
    {
        var valid = text is not null && IsValid(text);
        code = valid ? new CreditCode(text!) : default;
        return valid;
    }

    /// <summary>Reads a code.</summary>
    /// <exception cref="FormatException">The text is not a code.</exception>
    public static CreditCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("Not a unified social credit code of 18 characters with a right check character.");

    /// <summary>The check character of the first 17 characters; false when one is outside the alphabet or there are not 17.</summary>
    public static bool TryCheckCharacter(ReadOnlySpan<char> first17, out char check)
    {
        check = default;
        if (first17.Length != Weights.Length)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            var digit = Alphabet.IndexOf(first17[i], StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            sum += digit * Weights[i];
        }

        check = Alphabet[(31 - (sum % 31)) % 31];
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
