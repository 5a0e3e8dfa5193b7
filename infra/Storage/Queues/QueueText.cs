using System.Buffers.Text;
using System.Security;
using System.Text;
using System.Xml;

namespace Marketplace.Storage.Queues;

/// <summary>Message texts on the wire: base64 of UTF-8 inside XML, which is what the Functions runtime expects, or plain text inside XML.</summary>
internal static class QueueText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ReadOnlyMemory<byte> Body(string text, QueueMessageEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (encoding == QueueMessageEncoding.None)
        {
            return Strict.GetBytes($"<QueueMessage><MessageText>{SecurityElement.Escape(XmlConvert.VerifyXmlChars(text))}</MessageText></QueueMessage>");
        }

        var bytes = Strict.GetBytes(text);
        if (bytes.Length > QueueLimits.MessageBytes)
        {
            throw new ArgumentException($"The message has {bytes.Length} bytes; {QueueLimits.MessageBytes} are possible.", nameof(text));
        }

        return Encoding.ASCII.GetBytes($"<QueueMessage><MessageText>{Convert.ToBase64String(bytes)}</MessageText></QueueMessage>");
    }

    /// <summary>Decodes what somebody sent; a text that is not base64 of UTF-8 was sent plain and is given as it is.</summary>
    public static string Decode(string wire, QueueMessageEncoding encoding)
    {
        if (encoding == QueueMessageEncoding.None || !Base64.IsValid(wire))
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
