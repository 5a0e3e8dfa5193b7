using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Marketplace.Outbox.Messages;

/// <summary>A type of message, declared once by the slice that sends it: its name, its version and the form of its body.</summary>
/// <typeparam name="T">The body.</typeparam>
/// <param name="name">Short stable name, such as <c>listing.changed</c>.</param>
/// <param name="version">Version of the body's form, from 1; a form that old readers cannot read gets the next number.</param>
/// <param name="json">Source-generated metadata of the body.</param>
/// <param name="fromLegacy">Reads the body from a message of the old form; null where there never was one.</param>
public sealed class MessageType<T>(string name, int version, JsonTypeInfo<T> json, Func<JsonElement, T>? fromLegacy = null)
    where T : class
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Name and version as one word, such as <c>listing.changed.1</c>.</summary>
    public string Code { get; } = string.Create(CultureInfo.InvariantCulture, $"{name}.{version}");

    /// <summary>The text that is sent.</summary>
    public string Write(T body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            writer.WriteNumber("version"u8, version);
            writer.WritePropertyName("body"u8);
            JsonSerializer.Serialize(writer, body, json);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>The body; null when the message is of another type.</summary>
    /// <exception cref="FormatException">The message is of this type, but its body is not of its form.</exception>
    public T? Read(MessageEnvelope envelope)
    {
        if (envelope.Name != name || envelope.Version != version)
        {
            return null;
        }

        try
        {
            return (envelope.IsLegacy ? fromLegacy?.Invoke(envelope.Body) : envelope.Body.Deserialize(json)) ?? throw NotOfItsForm(null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw NotOfItsForm(fault);
        }
    }

    private FormatException NotOfItsForm(Exception? fault) => new($"The body of a message '{Code}' is not of its form.", fault);
}
