using System.Text;

namespace Marketplace.Files;

/// <summary>Writes the header that makes a browser save a download under a name (RFC 6266, RFC 8187).</summary>
public static class AttachmentHeader
{
    private const string PlainInExtended = "!#$&+-.^_`|~";

    /// <summary><c>attachment</c> with the name twice: in ASCII for old clients, and in full.</summary>
    /// <param name="fileName">A name that <see cref="FileNames.Check"/> takes.</param>
    public static string For(string fileName)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        return $"attachment; filename=\"{Plain(fileName)}\"; filename*=UTF-8''{Extended(fileName)}";
    }

    private static string Plain(string name) =>
        string.Concat(name.EnumerateRunes().Select(static rune => IsPlain(rune) ? rune.ToString() : "_"));

    // A percent sign is left out since some clients decode it.
    private static bool IsPlain(Rune rune) => rune.Value is >= 0x20 and < 0x7F and not '"' and not '\\' and not '%';

    private static string Extended(string name)
    {
        var text = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(name))
        {
            if (char.IsAsciiLetterOrDigit((char)one) || PlainInExtended.Contains((char)one, StringComparison.Ordinal))
            {
                text.Append((char)one);
            }
            else
            {
                text.Append('%').Append(Convert.ToHexString([one]));
            }
        }

        return text.ToString();
    }
}
