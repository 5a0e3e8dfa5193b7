using System.Diagnostics.CodeAnalysis;

namespace Marketplace.Identity;

/// <summary>
/// Unified social credit code (统一社会信用代码) of an organisation, in its one spelling: 18 characters in capitals. Checked as GB 32100-2015 has it:
/// the alphabet; position 1, the registering authority (1–9, and A, N, Y, which its amendment brought); position 2, the category of organisation
/// (1–9: which of them an authority uses changes with every amendment and is not checked); positions 3–8, six digits of the administrative
/// division (divisions are abolished while codes stay, so that no list of them is asked); positions 9–17, the organisation code, with its own check
/// character at 17 (GB 11714-1997); and the check character at 18.
/// </summary>
public readonly record struct CreditCode
{
    /// <summary>Characters in a code.</summary>
    public const int Length = 18;

    // The letters I, O, S, V and Z are left out: they look like digits.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private readonly string? _value;

    private CreditCode(string value) => _value = value;

    /// <summary>The 18 characters, in capitals; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Whether <paramref name="text"/> is a code in its one spelling.</summary>
    public static bool IsValid(ReadOnlySpan<char> text) => CreditCodeFault.Of(text) is null;

    /// <summary>Reads a code in its one spelling: what is stored, or was normalised before.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CreditCode code)
    {
        var valid = text is not null && IsValid(text);
        code = valid ? new CreditCode(text!) : default;
        return valid;
    }

    /// <summary>
    /// Reads a code as people and other systems write it: full-width letters and digits, lower case, blanks and hyphens are accepted. A letter that
    /// looks like a digit is not: guessing what was meant could name another company.
    /// </summary>
    public static bool TryNormalize([NotNullWhen(true)] string? text, out CreditCode code) => TryParse(CreditCodeSpelling.Fold(text), out code);

    /// <summary>Reads a code in its one spelling.</summary>
    /// <exception cref="FormatException">The text is not a code.</exception>
    public static CreditCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException("Not a unified social credit code of 18 characters with right check characters.");

    /// <summary>The check character of the first 17 characters; false when one is outside the alphabet or there are not 17.</summary>
    public static bool TryCheckCharacter(ReadOnlySpan<char> first17, out char check)
    {
        ReadOnlySpan<byte> weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
        check = default;
        if (first17.Length != weights.Length)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var digit = Alphabet.IndexOf(first17[i], StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            sum += digit * weights[i];
        }

        check = Alphabet[(31 - (sum % 31)) % 31];
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    internal static bool IsInAlphabet(char character) => Alphabet.Contains(character, StringComparison.Ordinal);
}
