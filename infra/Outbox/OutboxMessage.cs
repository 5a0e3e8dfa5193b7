using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Outbox;

/// <summary>One change that a message announces: the event row in the partition of the aggregate that changes.</summary>
/// <param name="Partition">Partition key of the aggregate.</param>
/// <param name="EventId">Id of the event, new for every attempt to commit.</param>
public sealed record OutboxItem(string Partition, string EventId);

/// <summary>
/// What lies in a queue: an announcement of changes, not the changes themselves, so that it may come early, late, twice, or for nothing. As text:
/// <c>{"type":"listing.changed.1","items":[["partition","event"]]}</c>.
/// </summary>
/// <param name="Type">Short stable name with a version, such as <c>listing.changed.1</c>.</param>
/// <param name="Items">The changes, at most <see cref="MaxItems"/>; none in a message that only asks for something.</param>
public sealed record OutboxMessage(string Type, IReadOnlyList<OutboxItem> Items)
{
    /// <summary>More would not fit into a queue message of 48 KiB.</summary>
    public const int MaxItems = 200;

    /// <summary>The text that is sent.</summary>
    public string ToText() =>
        JsonSerializer.Serialize(
            new OutboxText(Type, [.. Items.Select(static item => new[] { item.Partition, item.EventId })]),
            OutboxJson.Default.OutboxText);

    /// <summary>Reads a message's text.</summary>
    /// <exception cref="FormatException">The text is no outbox message.</exception>
    public static OutboxMessage Parse(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, OutboxJson.Default.OutboxText) is { Type: { Length: > 0 } type, Items: { } items }
                && items.All(static item => item is [not null, not null]))
            {
                return new OutboxMessage(type, [.. items.Select(static item => new OutboxItem(item[0], item[1]))]);
            }
        }
        catch (JsonException)
        {
            // Answered below, with every other text that is none.
        }

        throw new FormatException("The text is no outbox message.");
    }
}

internal sealed record OutboxText(
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("items")] string[][]? Items);

[JsonSerializable(typeof(OutboxText))]
internal sealed partial class OutboxJson : JsonSerializerContext;
