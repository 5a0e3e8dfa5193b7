using System.Globalization;
using System.Text;

namespace Marketplace.Text;

/// <summary>What a code point is to the analysis of text.</summary>
public enum CharacterClass : byte
{
    /// <summary>Separates: punctuation, symbols, controls.</summary>
    Break,

    /// <summary>Separates words, but those on both sides count as neighbours: white space, hyphen, dot, slash and the like.</summary>
    Connector,

    /// <summary>Means nothing and separates nothing: format characters, variation selectors.</summary>
    Ignored,

    /// <summary>Part of a word that is written with spaces around it: letters, digits, their marks.</summary>
    Word,

    /// <summary>A mark that continues a word and means nothing outside one.</summary>
    Mark,

    /// <summary>Stands for itself, being written without spaces: Han, Kana, Hangul, Bopomofo, Yi.</summary>
    Character,
}

/// <summary>Tells the class of a code point that is normalized and case-folded already.</summary>
internal static class CharacterClasses
{
    public static CharacterClass Of(int codePoint)
    {
        if (codePoint < 0x80)
        {
            return OfAscii(codePoint);
        }

        if (IsCharacter(codePoint))
        {
            return CharacterClass.Character;
        }

        return codePoint == 0xB7 ? CharacterClass.Connector : OfCategory(CharUnicodeInfo.GetUnicodeCategory(codePoint), codePoint);
    }

    /// <summary>Whether normalization may join it to what stands before: marks, half-width sound marks, and parts of Hangul syllables in any form.</summary>
    public static bool MayCompose(char c) =>
        c >= 0x300 && (c is '\uFF9E' or '\uFF9F' or (>= '\u1160' and <= '\u11FF') or (>= '\u3131' and <= '\u318E') or (>= '\uFFA0' and <= '\uFFDC')
            || CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark);

    private static CharacterClass OfAscii(int c)
    {
        if (char.IsAsciiLetterOrDigit((char)c))
        {
            return CharacterClass.Word;
        }

        return c is ' ' or '\t' or '\r' or '\n' or '-' or '_' or '.' or '/' or '\'' or '&' or '+' ? CharacterClass.Connector : CharacterClass.Break;
    }

    private static bool IsCharacter(int c) => c switch
    {
        < 0x2E80 => false,
        <= 0x2FDF => true, // radicals
        < 0x3040 => c is 0x3005 or 0x3007 or 0x303B,
        <= 0x312F => c is not (0x3097 or 0x3098 or 0x3099 or 0x309A or 0x309B or 0x309C or 0x30A0 or 0x30FB),
        < 0x31A0 => false,
        <= 0x31BF => true,
        < 0x31F0 => false,
        <= 0x31FF => true,
        < 0x3400 => false,
        <= 0x4DBF => true,
        < 0x4E00 => false,
        <= 0x9FFF => true,
        <= 0xA48F => true,
        < 0xAC00 => false,
        <= 0xD7A3 => true,
        < 0xF900 => false,
        <= 0xFAFF => true,
        < 0x20000 => false,
        _ => c <= 0x3FFFF,
    };

    private static CharacterClass OfCategory(UnicodeCategory category, int codePoint) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber =>
                CharacterClass.Word,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark =>
            IsVariationSelector(codePoint) ? CharacterClass.Ignored : CharacterClass.Mark,
        UnicodeCategory.Format => CharacterClass.Ignored,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CharacterClass.Connector,
        _ => CharacterClass.Break,
    };

    private static bool IsVariationSelector(int c) => c is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or 0x34F or (>= 0x180B and <= 0x180F);
}
