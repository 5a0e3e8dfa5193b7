using System.Text;
using Marketplace.Text;

namespace Marketplace.Search.Analysis;

/// <summary>
/// The order of names: bytes of GB 18030 after NFKC and case folding. In it the 3,755 common characters (GB 2312 level 1) come by pinyin, after
/// Latin letters; rare characters, which GB 18030 puts before them, are moved behind. Only the first 256 bytes count.
/// </summary>
internal static class NameOrder
{
    public const int MaxKeyBytes = 256;

    private const byte AfterAllOthers = 0xFF;

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")
        ?? throw new PlatformNotSupportedException("GB 18030 is missing from System.Text.Encoding.CodePages.");

    public static byte[] KeyOf(ReadOnlySpan<char> name)
    {
        // More characters than bytes count would be wasted.
        var folded = Fold(name.Length > MaxKeyBytes ? name[..MaxKeyBytes] : name);
        var bytes = Gb18030.GetBytes(folded);
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        var length = 0;
        for (var at = 0; at < bytes.Length && length < MaxKeyBytes;)
        {
            var size = bytes[at] < 0x80 ? 1 : IsFourBytes(bytes, at) ? 4 : 2;
            if (size == 4 || (size == 2 && !IsGb2312(bytes, at)))
            {
                key[length++] = AfterAllOthers;
            }

            var taken = Math.Min(size, MaxKeyBytes - length);
            bytes.AsSpan(at, taken).CopyTo(key[length..]);
            length += taken;
            at += size;
        }

        return key[..length].ToArray();
    }

    private static bool IsFourBytes(byte[] bytes, int at) => bytes[at + 1] is >= 0x30 and <= 0x39;

    private static bool IsGb2312(byte[] bytes, int at) => bytes[at] is >= 0xA1 and <= 0xF7 && bytes[at + 1] >= 0xA1;

    /// <summary>Text in NFKC, case folded, with white space collapsed to single spaces and format characters removed; lone surrogates become U+FFFD.</summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        var reader = new FoldedReader(text);
        while (reader.Read())
        {
            if (reader.Class == CharacterClass.Ignored)
            {
                continue;
            }

            var rune = new Rune(reader.CodePoint);
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (result.Length > 0 && result[^1] != ' ')
                {
                    result.Append(' ');
                }
            }
            else
            {
                Append(result, rune);
            }
        }

        if (result.Length > 0 && result[^1] == ' ')
        {
            result.Length--;
        }

        return result.ToString();
    }

    private static void Append(StringBuilder result, Rune rune)
    {
        Span<char> characters = stackalloc char[2];
        result.Append(characters[..rune.EncodeToUtf16(characters)]);
    }
}
