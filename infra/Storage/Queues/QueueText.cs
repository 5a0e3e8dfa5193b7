using System.Buffers.Text;
using System.Text;

namespace Marketplace.Storage.Queues;

/// <summary>Message texts on the wire: base64 of UTF-8 inside XML, which is what the Functions runtime expects.</summary>
internal static class QueueText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ReadOnlyMemory<byte> Body(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Strict.GetBytes(text);
        if (bytes.Length > QueueLimits.MessageBytes)
        {
            throw new ArgumentException($"The message has {bytes.Length} bytes; {QueueLimits.MessageBytes} are possible.", nameof(text));
        }

        return Encoding.ASCII.GetBytes($"<QueueMessage><MessageText>{Convert.ToBase64String(bytes)}</MessageText></QueueMessage>");
    }

    /// <summary>Decodes what somebody sent; a text that is not base64 of UTF-8 was sent plain and is given as it is.</summary>
    public static string Decode(string wire)
    {
        if (!Base64.IsValid(wire))
        {
            return wire;
        }

        try
        {
            return Strict.GetString(Convert.FromBase64String(wire));
        }
        catch (DecoderFallbackException)
        {
            return wire;
        }
    }
}
