using System.Buffers;
using System.Globalization;
using System.Text;

namespace Marketplace.Hosting.Queries;

/// <summary>Decodes <c>application/x-www-form-urlencoded</c> text strictly: broken escapes and invalid UTF-8 are refused, not repaired.</summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryDecode(ReadOnlySpan<char> text, out string decoded)
    {
        decoded = "";
        if (!text.ContainsAny('%', '+') && Ascii.IsValid(text))
        {
            decoded = text.ToString();
            return true;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            if (!TryDecode(text, buffer, out var length) || !System.Text.Unicode.Utf8.IsValid(buffer.AsSpan(0, length)))
            {
                return false;
            }

            decoded = Strict.GetString(buffer, 0, length);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '%':
                    if (i + 2 >= text.Length
                        || !byte.TryParse(text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length]))
                    {
                        return false;
                    }

                    i += 2;
                    length++;
                    break;
                case '+':
                    bytes[length++] = (byte)' ';
                    break;
                case <= '\x7F':
                    bytes[length++] = (byte)text[i];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
