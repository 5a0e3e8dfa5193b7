using System.Text;

namespace Marketplace.Search.Analysis;

/// <summary>
/// The order of names: bytes of GB 18030 after NFKC and case folding. In it the 3,755 common characters (GB 2312 level 1) come by pinyin, after
/// Latin letters and before rare characters. Only the first 256 bytes count.
/// </summary>
internal static class NameOrder
{
    public const int MaxKeyBytes = 256;

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")
        ?? throw new PlatformNotSupportedException("GB 18030 is missing from System.Text.Encoding.CodePages.");

    public static byte[] KeyOf(ReadOnlySpan<char> name)
    {
        // More characters than bytes count would be wasted.
        var folded = Fold(name.Length > MaxKeyBytes ? name[..MaxKeyBytes] : name);
        var bytes = Gb18030.GetBytes(folded);
        return bytes.Length > MaxKeyBytes ? bytes[..MaxKeyBytes] : bytes;
    }

    /// <summary>Text in NFKC, case folded, with white space collapsed to single spaces and format characters removed; lone surrogates become U+FFFD.</summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        var reader = new FoldedReader(text);
        while (reader.Read())
        {
            if (reader.Class == CharacterClass.Ignored)
                continue;
            var rune = Rune.IsValid(reader.CodePoint) ? new Rune(reader.CodePoint) : Rune.ReplacementChar;
            if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune))
                result.Append(rune.ToString());
            else if (result.Length > 0 && result[^1] != ' ')
                result.Append(' ');
        }

        if (result.Length > 0 && result[^1] == ' ')
            result.Length--;
        return result.ToString();
    }
}
