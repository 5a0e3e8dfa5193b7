using System.Globalization;
using System.Text.Json;

namespace Marketplace.LocalHost.Invocations;

/// <summary>One queue message as payload: the text as JSON inside JSON, its properties and those of the message as metadata (contract §3).</summary>
internal sealed record QueueTriggerValue(
    string Text,
    string MessageId,
    string PopReceipt,
    long DequeueCount,
    DateTimeOffset InsertedOn,
    DateTimeOffset ExpiresOn,
    DateTimeOffset NextVisibleOn) : TriggerValue
{
    /// <summary>A message that was never in a queue.</summary>
    public static QueueTriggerValue ByHand(string text, DateTimeOffset now) => new(text, "", "", 1, now, now.AddDays(7), now);

    public override void WriteData(Utf8JsonWriter json) => json.WriteStringValue(PayloadText.Quote(Text));

    public override void WriteMetadata(Utf8JsonWriter json)
    {
        // The text's own properties come after the message's and shadow them.
        var own = PayloadText.ObjectProperties(Text);
        Write(json, own, "DequeueCount", DequeueCount.ToString(CultureInfo.InvariantCulture));
        Write(json, own, "Id", PayloadText.Quote(MessageId));
        Write(json, own, "PopReceipt", PayloadText.Quote(PopReceipt));
        Write(json, own, "InsertionTime", PayloadText.Time(InsertedOn));
        Write(json, own, "ExpirationTime", PayloadText.Time(ExpiresOn));
        Write(json, own, "NextVisibleTime", PayloadText.Time(NextVisibleOn));
        foreach (var (name, value) in own.Where(property => !IsReserved(property.Key)))
        {
            json.WritePropertyName(name);
            if (value.ValueKind == JsonValueKind.Object)
            {
                value.WriteTo(json);
            }
            else
            {
                json.WriteStringValue(PayloadText.Quote(PayloadText.AsString(value)));
            }
        }
    }

    private static bool IsReserved(string name) =>
        name.EndsWith("trigger", StringComparison.OrdinalIgnoreCase) || name is "sys" or nameof(RetryContext);

    private static void Write(Utf8JsonWriter json, Dictionary<string, JsonElement> own, string name, string value)
    {
        if (!own.ContainsKey(name))
        {
            json.WriteString(name, value);
        }
    }
}
