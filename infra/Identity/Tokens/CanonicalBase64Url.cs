using System.Buffers;
using System.Buffers.Text;

namespace Marketplace.Identity;

/// <summary>base64url without padding (RFC 7515 section 2), in the one form an encoder produces, so that no two texts mean the same bytes.</summary>
internal static class CanonicalBase64Url
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>Decodes into <paramref name="destination"/>, which must have room for ¾ of the text.</summary>
    /// <returns>False for any other character (padding and blanks too), an impossible length, or unused bits that are not zero.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        written = 0;
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Alphabet) || HasStrayBits(text))
        {
            return false;
        }

        return Base64Url.DecodeFromUtf8(text, destination, out _, out written) == OperationStatus.Done;
    }

    /// <summary>Decodes a text into an array; null where <see cref="TryDecode"/> refuses.</summary>
    public static byte[]? Decode(string text)
    {
        if (!System.Text.Ascii.IsValid(text))
        {
            return null;
        }

        var ascii = System.Text.Encoding.ASCII.GetBytes(text);
        return TryDecode(ascii, ascii, out var written) ? ascii[..written] : null;
    }

    /// <summary>A last group of two characters carries four unused bits, one of three carries two.</summary>
    private static bool HasStrayBits(ReadOnlySpan<byte> text) => (text.Length % 4) switch
    {
        2 => (Digit(text[^1]) & 0b1111) != 0,
        3 => (Digit(text[^1]) & 0b11) != 0,
        _ => false,
    };

    private static int Digit(byte character) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => character - 'A',
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
        (byte)'-' => 62,
        _ => 63,
    };
}
