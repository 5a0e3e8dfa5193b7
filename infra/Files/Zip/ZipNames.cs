using System.Text;

namespace Marketplace.Files.Zip;

/// <summary>Names in archives: UTF-8 or, as Chinese Windows writes them without saying so, GB 18030.</summary>
internal static class ZipNames
{
    private const ushort Utf8Bit = 0x0800;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private static readonly Encoding Chinese =
        CodePagesEncodingProvider.Instance.GetEncoding("gb18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>The name; null when its bytes are none.</summary>
    public static string? Decode(ReadOnlySpan<byte> raw, ushort flags) =>
        TryDecode(Utf8, raw) ?? ((flags & Utf8Bit) == 0 ? TryDecode(Chinese, raw) : null);

    /// <summary>Whether the name stays in the archive and reads as it is written.</summary>
    public static bool IsSafe(string name)
    {
        var path = name.EndsWith('/') ? name[..^1] : name;
        return path.Length > 0 && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains(':', StringComparison.Ordinal)
            && !path.Any(FileNames.IsDeceptive)
            && Array.TrueForAll(path.Split('/'), static part => part is not ("" or "." or ".."));
    }

    private static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> raw)
    {
        try
        {
            return encoding.GetString(raw).Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
