using System.Buffers.Text;
using System.Security;
using System.Text;
using System.Xml;

namespace Marketplace.Storage.Queues;

/// <summary>Message texts on the wire: base64 of UTF-8 inside XML, which is what the Functions runtime expects, or plain text inside XML.</summary>
internal static class QueueText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The text is too long, or cannot be written so.</exception>
    public static ReadOnlyMemory<byte> Body(string text, QueueMessageEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Strict.GetBytes(text);
        var (content, longest) = encoding == QueueMessageEncoding.None
            ? (Plain(text), QueueLimits.PlainMessageBytes)
            : (Convert.ToBase64String(bytes), QueueLimits.MessageBytes);
        if (bytes.Length > longest)
        {
            throw new ArgumentException($"The message has {bytes.Length} bytes; {longest} are possible.", nameof(text));
        }

        return Strict.GetBytes($"<QueueMessage><MessageText>{content}</MessageText></QueueMessage>");
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

    private static string Plain(string text)
    {
        try
        {
            return SecurityElement.Escape(XmlConvert.VerifyXmlChars(text));
        }
        catch (XmlException forbidden)
        {
            throw new ArgumentException("A plain message cannot contain characters that XML forbids.", nameof(text), forbidden);
        }
    }
}
