using System.Buffers;
using System.Globalization;

namespace Marketplace.Files.Pdf;

/// <summary>Names of a PDF (ISO 32000-2, 7.3.5) that mean more than pages.</summary>
internal static class PdfNames
{
    private const int LongestName = 16;

    /// <summary>Names too short to be told from chance in packed data, so what follows them counts too.</summary>
    private const int ShortName = 4;

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n\f\0"u8);

    private static readonly Dictionary<string, FileIssue> Meanings = new(StringComparer.Ordinal)
    {
        ["JavaScript"] = FileIssues.PdfScript,
        ["RichMedia"] = FileIssues.PdfScript,
        ["XFA"] = FileIssues.PdfScript,
        ["Launch"] = FileIssues.PdfLaunch,
        ["ImportData"] = FileIssues.PdfLaunch,
        ["SubmitForm"] = FileIssues.PdfLaunch,
        ["EmbeddedFile"] = FileIssues.EmbeddedFile,
        ["EmbeddedFiles"] = FileIssues.EmbeddedFile,
        ["FileAttachment"] = FileIssues.EmbeddedFile,
        ["GoToE"] = FileIssues.EmbeddedFile,
        ["EF"] = FileIssues.EmbeddedFile,
        ["Encrypt"] = FileIssues.Encrypted,
    };

    private static readonly Dictionary<string, FileIssue>.AlternateLookup<ReadOnlySpan<char>> Lookup = Meanings.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="text">What begins with the name's slash.</param>
    public static FileIssue? Meaning(ReadOnlySpan<byte> text)
    {
        Span<char> name = stackalloc char[LongestName];
        var (length, at) = (0, 1);
        while (at < text.Length && IsRegular(text[at]))
        {
            if (length == LongestName)
            {
                return null;
            }

            name[length++] = Decode(text, ref at);
        }

        return Lookup.TryGetValue(name[..length], out var issue) && (length >= ShortName || LeadsToObject(text[at..])) ? issue : null;
    }

    /// <summary>A letter, or <c>#</c> and two hexadecimal digits for one.</summary>
    private static char Decode(ReadOnlySpan<byte> text, ref int at)
    {
        if (text[at] == '#' && at + 2 < text.Length
            && byte.TryParse(text.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            at += 3;
            return (char)code;
        }

        return (char)text[at++];
    }

    /// <summary>A dictionary, an array, or a reference to one.</summary>
    private static bool LeadsToObject(ReadOnlySpan<byte> text)
    {
        var blanks = text.IndexOfAnyExcept(Blanks);
        return blanks >= 0 && (text[blanks] is (byte)'[' or (byte)'<' || blanks > 0 && char.IsAsciiDigit((char)text[blanks]));
    }

    private static bool IsRegular(byte letter) => letter is > 0x20 and < 0x7F && "()<>[]{}/%"u8.IndexOf(letter) < 0;
}
