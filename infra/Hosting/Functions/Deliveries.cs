using System.Globalization;
using System.Text.Json;

namespace Marketplace.Hosting.Functions;

/// <summary>One delivery of a queue message. A message is delivered at least once, so handlers are idempotent.</summary>
/// <param name="Text">The message's text.</param>
/// <param name="DequeueCount">Number of this delivery, from 1; after the last the host moves the message to the poison queue.</param>
/// <param name="MessageId">The queue's id of the message; empty when the host does not send it.</param>
public sealed record QueueDelivery(string Text, int DequeueCount, string MessageId)
{
    /// <summary>
    /// How often a message is tried, as <c>host.json</c> says (<c>maxDequeueCount</c>). A process that dies uses up a try of every message it holds.
    /// </summary>
    public const int MaxTries = 30;

    /// <summary>Whether the message is given up when this try fails.</summary>
    public bool IsLast => DequeueCount >= MaxTries;

    internal static QueueDelivery From(TriggerCall call) =>
        new(TriggerCall.TextOf(call.Data), Count(call.Named("DequeueCount"), call.Named("DeliveryCount")), call.Named("Id") is { Length: > 0 } id
            ? id
            : call.Named("MessageId"));

    // Properties of the message replace binding data of the same name, so the count can be any text.
    private static int Count(string dequeued, string delivered) =>
        int.TryParse(dequeued, CultureInfo.InvariantCulture, out var count) || int.TryParse(delivered, CultureInfo.InvariantCulture, out count)
            ? Math.Max(1, count)
            : 1;
}

/// <summary>One run of a timer.</summary>
/// <param name="IsPastDue">Whether the run is late because the host was not running at the scheduled time.</param>
/// <param name="Last">When it last ran according to the host; null for the first run.</param>
public sealed record TimerDelivery(bool IsPastDue, DateTimeOffset? Last)
{
    internal static TimerDelivery From(TriggerCall call)
    {
        var timer = call.Data;
        if (timer.ValueKind != JsonValueKind.Object)
        {
            return new(false, null);
        }

        var pastDue = timer.TryGetProperty("IsPastDue"u8, out var late) && late.ValueKind == JsonValueKind.True;
        var last = timer.TryGetProperty("ScheduleStatus"u8, out var status) && status.ValueKind == JsonValueKind.Object
            && status.TryGetProperty("Last"u8, out var value) && value.ValueKind == JsonValueKind.String
                && value.TryGetDateTimeOffset(out var instant) && instant.Year > 1
                ? instant
                : (DateTimeOffset?)null;
        return new(pastDue, last);
    }
}
