using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Search.Store;

/// <summary>
/// A checksum inside a manifest, as the last property of its JSON: the other blobs are named by their content, the manifest is not, and a wrong digit in it
/// would pass for another index. JSON without one is read as well, since earlier versions of this program wrote it.
/// </summary>
internal static class ManifestSeal
{
    private const int DigestLength = 64;

    private static ReadOnlySpan<byte> Property => ",\"sha256\":\""u8;

    private static ReadOnlySpan<byte> End => "\"}"u8;

    /// <summary>Adds the checksum.</summary>
    /// <param name="json">A JSON object with at least one property, without blanks.</param>
    public static byte[] Close(ReadOnlySpan<byte> json) =>
        [.. json[..^1], .. Property, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json))), .. End];

    /// <summary>Whether there is a checksum, and it is another content's.</summary>
    public static bool IsBroken(ReadOnlySpan<byte> json)
    {
        var start = json.Length - (Property.Length + DigestLength + End.Length);
        if (start < 0 || !json[start..].StartsWith(Property) || !json.EndsWith(End))
        {
            return false;
        }

        byte[] content = [.. json[..start], (byte)'}'];
        var stated = Encoding.ASCII.GetString(json.Slice(start + Property.Length, DigestLength));
        return Convert.ToHexStringLower(SHA256.HashData(content)) != stated;
    }
}
