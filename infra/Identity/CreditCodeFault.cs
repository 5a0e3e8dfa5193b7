namespace Marketplace.Identity;

/// <summary>What keeps a text from being a unified social credit code.</summary>
public enum CreditCodeRule
{
    /// <summary>There are not 18 characters.</summary>
    Length,

    /// <summary>A letter that codes do not use because it looks like a character they do.</summary>
    LookAlike,

    /// <summary>A character that cannot stand at its position.</summary>
    Character,

    /// <summary>The check character of the organisation code, at position 17, does not fit.</summary>
    OrganisationCheck,

    /// <summary>The check character at position 18 does not fit.</summary>
    Check,
}

/// <summary>The first thing that is wrong with a text which should be a unified social credit code.</summary>
/// <param name="Rule">What it breaks.</param>
/// <param name="Position">Position in the code from 1, without blanks and hyphens; 0 for the length.</param>
/// <param name="Found">The character there, in capitals.</param>
/// <param name="Meant">What a look-alike letter probably stands for.</param>
public sealed record CreditCodeFault(CreditCodeRule Rule, int Position = 0, char Found = default, char Meant = default)
{
    private const string LookAlikes = "OISZV";
    private const string Meanings = "0152U";
    private const string Authorities = "123456789ANY";

    /// <summary>What is wrong with a text in any accepted spelling; null when it is a code.</summary>
    public static CreditCodeFault? OfSpelling(string text) =>
        CreditCodeSpelling.Fold(text) is { } folded ? Of(folded) : new CreditCodeFault(CreditCodeRule.Length);

    /// <summary>What is wrong with a text in the one spelling; null when it is a code.</summary>
    internal static CreditCodeFault? Of(ReadOnlySpan<char> text)
    {
        if (text.Length != CreditCode.Length)
        {
            return new CreditCodeFault(CreditCodeRule.Length);
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (OfCharacter(text[i], i + 1) is { } fault)
            {
                return fault;
            }
        }

        if (OrganisationCheck(text[8..16]) != text[16])
        {
            return new CreditCodeFault(CreditCodeRule.OrganisationCheck, 17, text[16]);
        }

        return CreditCode.TryCheckCharacter(text[..^1], out var check) && check == text[^1]
            ? null
            : new CreditCodeFault(CreditCodeRule.Check, CreditCode.Length, text[^1]);
    }

    private static CreditCodeFault? OfCharacter(char found, int position)
    {
        if (LookAlikes.IndexOf(found, StringComparison.Ordinal) is var alike and >= 0)
        {
            return new CreditCodeFault(CreditCodeRule.LookAlike, position, found, Meanings[alike]);
        }

        var fits = position switch
        {
            1 => Authorities.Contains(found, StringComparison.Ordinal),
            2 => found is >= '1' and <= '9',
            <= 8 => char.IsAsciiDigit(found),
            17 => char.IsAsciiDigit(found) || found is 'X',
            _ => CreditCode.IsInAlphabet(found),
        };
        return fits ? null : new CreditCodeFault(CreditCodeRule.Character, position, found);
    }

    /// <summary>The check character of eight characters of an organisation code (GB 11714-1997): letters count from A = 10.</summary>
    private static char OrganisationCheck(ReadOnlySpan<char> first8)
    {
        ReadOnlySpan<byte> weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * (char.IsAsciiDigit(first8[i]) ? first8[i] - '0' : first8[i] - 'A' + 10);
        }

        return (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }
}
