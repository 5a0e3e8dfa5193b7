using System.Text.Json;

namespace Marketplace.Hosting.Functions;

/// <summary>The payload of a queue or timer call (docs/host-contract.md §3).</summary>
/// <param name="Data">The trigger's own value: the one member of <c>Data</c>.</param>
/// <param name="Metadata">Binding data; message properties of the same name replace it.</param>
internal sealed record TriggerCall(JsonElement Data, JsonElement Metadata)
{
    /// <summary>Reads a payload; null when it has another form.</summary>
    public static TriggerCall? From(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty("Data"u8, out var data) || data.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        payload.TryGetProperty("Metadata"u8, out var metadata);
        foreach (var value in data.EnumerateObject())
        {
            return new(value.Value, metadata);
        }

        return null;
    }

    /// <summary>
    /// The text of a value. Hosts encode strings as JSON inside JSON, other senders encode them once: a string that contains a JSON
    /// string is decoded to that, any other string is the text itself.
    /// </summary>
    public static string TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? "" : value.GetRawText();
        }

        var text = value.GetString()!;
        if (text.Length < 2 || text[0] != '"')
        {
            return text;
        }

        try
        {
            using var inner = JsonDocument.Parse(text);
            return inner.RootElement.GetString()!;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    /// <summary>One value of the binding data as text; empty when absent.</summary>
    public string Named(string name) =>
        Metadata.ValueKind == JsonValueKind.Object && Metadata.TryGetProperty(name, out var value) ? TextOf(value) : "";
}
