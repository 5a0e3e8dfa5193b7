using System.Text;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Queues;

/// <summary>Message texts in the encoding host.json names (contract §11). Strict, unlike the storage client: what does not decode is poison.</summary>
internal static class QueueMessageText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Encode(string text, QueueSettings settings) => settings.Base64 ? Convert.ToBase64String(Strict.GetBytes(text)) : text;

    /// <summary>The text, or null if the wire form is not base64 of UTF-8.</summary>
    public static string? Decode(string wire, QueueSettings settings)
    {
        if (!settings.Base64)
        {
            return wire;
        }

        try
        {
            return Strict.GetString(Convert.FromBase64String(wire));
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
