using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Outbox.Messages;

namespace Marketplace.Outbox;

/// <summary>One change that a message announces: the event row in the partition of the aggregate that changes.</summary>
/// <param name="Partition">Partition key of the aggregate.</param>
/// <param name="EventId">Id of the event, new for every attempt to commit.</param>
public sealed record OutboxItem(string Partition, string EventId);

/// <summary>
/// The body of a message that announces changes, not the changes themselves, so that it may come early, late, twice, or for nothing.
/// </summary>
/// <param name="Items">The changes, 1 to <see cref="MaxItems"/>.</param>
public sealed record OutboxMessage(IReadOnlyList<OutboxItem> Items)
{
    /// <summary>More would not fit into a queue message of 48 KiB.</summary>
    public const int MaxItems = 200;

    /// <summary>Declares a type of message that announces changes.</summary>
    /// <param name="name">Short stable name, such as <c>listing.changed</c>.</param>
    /// <param name="version">Version of its meaning, from 1.</param>
    public static MessageType<OutboxMessage> TypeOf(string name, int version = 1) => new(name, version, OutboxJson.Default.OutboxMessage, FromLegacy);

    // The old form: {"type":"listing.changed.1","items":[["partition","event"]]}.
    private static OutboxMessage FromLegacy(JsonElement message) =>
        new([.. message.GetProperty("items").EnumerateArray().Select(static item => new OutboxItem(Text(item[0]), Text(item[1])))]);

    private static string Text(JsonElement value) => value.GetString() ?? throw new InvalidOperationException("null is no text.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OutboxMessage))]
internal sealed partial class OutboxJson : JsonSerializerContext;
