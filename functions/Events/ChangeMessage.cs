using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Functions.Events;

/// <summary>What lies in the queue <c>events</c> besides outbox messages: aggregates that changed, or how far a rebuild has come.</summary>
/// <param name="Type">Short stable name with a version.</param>
/// <param name="Names">Names of audit chains, which are those of aggregates; of a rebuild, the projection and the last chain that is done.</param>
internal sealed record ChangeMessage(string Type, IReadOnlyList<string> Names)
{
    /// <summary>Aggregates have changed.</summary>
    public const string Changed = "aggregates.changed.1";

    /// <summary>A projection is to be made anew from the aggregate after the one named.</summary>
    public const string Rebuild = "projection.rebuild.1";

    /// <summary>More names would not fit into a message of 48 KiB.</summary>
    public const int MaxNames = 200;

    public string ToText() => JsonSerializer.Serialize(this, ChangeMessageJson.Default.ChangeMessage);

    /// <exception cref="FormatException">The text is no such message.</exception>
    public static ChangeMessage Parse(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, ChangeMessageJson.Default.ChangeMessage) is { Type: not null, Names: not null } message)
            {
                return message;
            }
        }
        catch (JsonException)
        {
            // Answered below, with every other text that is none.
        }

        throw new FormatException("The text is no message about changed aggregates.");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ChangeMessage))]
internal sealed partial class ChangeMessageJson : JsonSerializerContext;
