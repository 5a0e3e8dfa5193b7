using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Outbox.Messages;

/// <summary>
/// What lies in a queue, before its body is read: <c>{"name":"listing.changed","version":1,"body":{…}}</c>. Messages of the form before that one,
/// <c>{"type":"listing.changed.1",…}</c>, are read as well until the next version, since some may still lie in a queue.
/// </summary>
public sealed class MessageEnvelope
{
    private MessageEnvelope(string name, int version, JsonElement body, bool isLegacy) => (Name, Version, Body, IsLegacy) = (name, version, body, isLegacy);

    /// <summary>Short stable name, such as <c>listing.changed</c>.</summary>
    public string Name { get; }

    /// <summary>Version of the body's form, from 1.</summary>
    public int Version { get; }

    /// <summary>The body; of a message of the old form the whole object.</summary>
    internal JsonElement Body { get; }

    /// <summary>Whether the message has the old form.</summary>
    internal bool IsLegacy { get; }

    /// <summary>Reads a message's text.</summary>
    /// <exception cref="FormatException">The text is no message.</exception>
    public static MessageEnvelope Parse(string text) => TryParse(text) ?? throw new FormatException("The text is no message.");

    /// <summary>Reads a message's text; null when it is no message.</summary>
    public static MessageEnvelope? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, EnvelopeJson.Default.EnvelopeText) switch
            {
                { Name: { Length: > 0 } name, Version: > 0 and var version, Body: { } body } => new(name, version, body, isLegacy: false),
                { Type: { } type } when Split(type) is var (name, version) => new(name, version, JsonElement.Parse(text), isLegacy: true),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a handler throws at a message that its queue does not know.</summary>
    public FormatException Unknown() => new($"No handler of this queue knows the message '{Name}' of version {Version}.");

    private static (string Name, int Version)? Split(string type) =>
        type.LastIndexOf('.') is var dot and > 0 && int.TryParse(type.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (type[..dot], version)
            : null;
}

internal sealed record EnvelopeText(string? Name, int? Version, JsonElement? Body, string? Type);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EnvelopeText))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
