using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marketplace.LocalHost.Invocations;

/// <summary>The host's odd renderings of values in payloads (contract §3, value conversion).</summary>
internal static class PayloadText
{
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A string as a string that contains JSON: <c>hi</c> becomes <c>"hi"</c>, quotes included.</summary>
    public static string Quote(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 2);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStringValue(text);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>An instant without its fraction of a second, with an offset.</summary>
    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>The properties of a text that is a JSON object, arrays and nulls left out; of any other text none.</summary>
    public static Dictionary<string, JsonElement> ObjectProperties(string text)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!text.AsSpan().TrimStart().StartsWith("{", StringComparison.Ordinal))
        {
            return properties;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
                {
                    properties[property.Name] = property.Value.Clone();
                }
            }
        }
        catch (JsonException)
        {
            // A message need not be JSON.
        }

        return properties;
    }

    /// <summary>A scalar as .NET prints it: true becomes True.</summary>
    public static string AsString(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => bool.TrueString,
        JsonValueKind.False => bool.FalseString,
        JsonValueKind.Number => value.GetRawText(),
        _ => value.GetString() ?? "",
    };
}
