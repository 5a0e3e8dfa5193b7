using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Marketplace.Identity.Tokens;

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
        if (text.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        // The decoder itself refuses unused bits that are not zero, but takes blanks and padding.
        return Base64Url.DecodeFromUtf8(text, destination, out _, out written) == OperationStatus.Done;
    }

    /// <summary>Decodes a text into an array; null where <see cref="TryDecode"/> refuses.</summary>
    public static byte[]? Decode(string text)
    {
        if (!Ascii.IsValid(text))
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return TryDecode(Encoding.ASCII.GetBytes(text), bytes, out var written) ? bytes[..written] : null;
    }
}
