using System.Text.Json;
using System.Xml;
using Azure;
using Azure.Core;

namespace Marketplace.Storage.Pipeline;

/// <summary>An error answer of the service: <c>x-ms-error-code</c> first, then the XML or JSON body (docs/storage-protocol.md §1.5).</summary>
internal static class StorageError
{
    private const int LongestMessage = 300;

    /// <summary>The service's error code, or an empty text when it gave none: then decide on the status.</summary>
    public static string CodeOf(Response response) => response.Header("x-ms-error-code") ?? Read(response).Code;

    /// <summary>The exception for an answer the operation has no result for.</summary>
    public static RequestFailedException Unexpected(HttpMessage message)
    {
        var response = message.Response;
        var (code, text) = Read(response);
        code = response.Header("x-ms-error-code") ?? code;
        var request = response.Header("x-ms-request-id");
        return Create(StorageMessage.OperationOf(message).Name, response.Status, code, $"{text} (request {request})");
    }

    public static RequestFailedException Create(string operation, int status, string code, string text) =>
        new(status, $"{operation}: {status} {code}. {text}", code, null);

    /// <summary>Reads code and first line of the message from a table service error.</summary>
    public static (string Code, string Text) ReadJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        string code = "", text = "";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                var isCode = reader.ValueTextEquals("code"u8);
                var isText = reader.ValueTextEquals("value"u8);
                if (reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    code = isCode ? reader.GetString()! : code;
                    text = isText ? reader.GetString()! : text;
                }
            }
        }
        catch (JsonException)
        {
            // A proxy's page or a torn answer: the status has to do.
        }

        return (code, FirstLine(text));
    }

    private static (string Code, string Text) Read(Response response)
    {
        if (response.ContentStream is not MemoryStream { Length: > 0 } body)
        {
            return ("", "");
        }

        var bytes = response.Content.ToMemory().Span;
        return bytes[0] == (byte)'{' ? ReadJson(bytes) : ReadXml(body);
    }

    private static (string Code, string Text) ReadXml(MemoryStream body)
    {
        string code = "", text = "";
        body.Position = 0;
        try
        {
            using var reader = XmlReader.Create(body, StorageXml.ReaderSettings);
            while (!reader.EOF)
            {
                switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : "")
                {
                    case "Code":
                        code = reader.ReadElementContentAsString();
                        break;
                    case "Message":
                        text = reader.ReadElementContentAsString();
                        break;
                    default:
                        reader.Read();
                        break;
                }
            }
        }
        catch (XmlException)
        {
            // As above.
        }

        return (code, FirstLine(text));
    }

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOf('\n');
        var line = end < 0 ? text : text[..end];
        return line.Length <= LongestMessage ? line : line[..LongestMessage];
    }
}
