using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Hosting.Functions;

/// <summary>
/// A message with its note of earlier outages, a member beside its own: <c>{…,"putBack":{"id":"…","since":"2026-11-21T08:00:00Z","times":3}}</c>. Readers of
/// messages pass over members that they do not know.
/// </summary>
public sealed class PutBackMessage
{
    private const string Note = "putBack";

    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _message;

    private PutBackMessage(JsonObject message) => _message = message;

    /// <summary>Id of the message that was first put back, which its copies share; null when it never was.</summary>
    public string? Id => (_message[Note] as JsonObject)?["id"]?.ToString();

    /// <summary>When the message was first put back; null when it never was.</summary>
    public DateTimeOffset? Since => Value("since", static node => node.GetValue<DateTimeOffset>());

    /// <summary>How often it was put back.</summary>
    public int Times => Value("times", static node => node.GetValue<int>()) ?? 0;

    /// <summary>The message's text.</summary>
    public string Text => _message.ToJsonString(Format);

    /// <summary>Reads a message; null when its text is no JSON object, which no outage explains.</summary>
    public static PutBackMessage? Of(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject message ? new(message) : null;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The text without the note, for an operator who puts it back; a text that is no message stays as it is.</summary>
    public static string Forget(string text)
    {
        if (Of(text) is not { } put || !put._message.Remove(Note))
        {
            return text;
        }

        return put.Text;
    }

    /// <summary>The message as it is put back once more.</summary>
    public PutBackMessage Next(string messageId, DateTimeOffset now)
    {
        var next = (JsonObject)_message.DeepClone();
        next[Note] = new JsonObject { ["id"] = Id ?? messageId, ["since"] = (Since ?? now).UtcDateTime, ["times"] = Times + 1 };
        return new(next);
    }

    private T? Value<T>(string name, Func<JsonNode, T> read)
        where T : struct
    {
        try
        {
            return (_message[Note] as JsonObject)?[name] is { } node ? read(node) : null;
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
