using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Outbox;

/// <summary>One change that a message announces: the event row in the partition of the aggregate that changes.</summary>
/// <param name="Partition">Partition key of the aggregate.</param>
/// <param name="EventId">Id of the event, new for every attempt to commit.</param>
public sealed record OutboxItem(string Partition, string EventId);

/// <summary>What lies in a queue: an announcement of changes, not the changes themselves, so that it may come early, late, twice, or for nothing.</summary>
/// <param name="Type">Short stable name with a version, such as <c>listing.changed.1</c>.</param>
/// <param name="Items">1 to <see cref="MaxItems"/> changes.</param>
public sealed record OutboxMessage(string Type, IReadOnlyList<OutboxItem> Items)
{
    /// <summary>More would not fit into a queue message of 48 KiB.</summary>
    public const int MaxItems = 200;

    /// <summary>The text that is sent.</summary>
    public string ToText() => JsonSerializer.Serialize(this, OutboxJson.Default.OutboxMessage);

    /// <summary>Reads a message's text.</summary>
    /// <exception cref="FormatException">The text is no outbox message.</exception>
    public static OutboxMessage Parse(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, OutboxJson.Default.OutboxMessage) is { Type: not null, Items: not null } message) return message;
        }
        catch (JsonException)
        {
            // Answered below, with every other text that is none.
        }

        throw new FormatException("The text is no outbox message.");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OutboxMessage))]
internal sealed partial class OutboxJson : JsonSerializerContext;
