using System.Buffers;
using System.Buffers.Text;

namespace Marketplace.Identity.Tokens;

/// <summary>base64url without padding (RFC 7515 section 2), in the one form an encoder produces, so that no two texts mean the same bytes.</summary>
internal static class CanonicalBase64Url
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The bytes; null for any other character (padding and blanks too), an impossible length, or unused bits that are not zero.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(Alphabet))
        {
            return null;
        }

        // The decoder itself refuses unused bits that are not zero, but takes blanks and padding.
        var bytes = new byte[text.Length * 3 / 4];
        return Base64Url.DecodeFromChars(text, bytes, out _, out _) == OperationStatus.Done ? bytes : null;
    }
}
