using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Timers;

namespace Marketplace.LocalHost.Invocations;

/// <summary>
/// Writes the body of a payload call: <c>{"Data": …, "Metadata": …}</c>, with the host's odd renderings of values (docs/host-contract.md §3).
/// </summary>
internal static class PayloadWriter
{
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(FunctionDefinition function, TriggerValue value, DateTimeOffset now)
    {
        var metadata = value.Metadata();
        metadata["sys"] = new JsonObject
        {
            ["MethodName"] = function.Name,
            ["UtcNow"] = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
            ["RandGuid"] = Guid.CreateVersion7(now).ToString(),
        };
        var payload = new JsonObject { ["Data"] = new JsonObject { [function.Trigger.Name] = value.Data() }, ["Metadata"] = metadata };
        return Encoding.UTF8.GetBytes(payload.ToJsonString(Unescaped));
    }

    /// <summary>A string as a string that contains JSON: <c>hi</c> becomes <c>"hi"</c>, quotes included.</summary>
    public static string Quote(string text) => JsonValue.Create(text).ToJsonString(Unescaped);
}

/// <summary>What started an invocation, in the shape the payload gives it.</summary>
internal abstract record TriggerValue
{
    /// <summary>The value for an invocation by hand through the admin endpoint; null for an HTTP function, which is run by calling its route.</summary>
    public static TriggerValue? ByHand(TriggerBinding trigger, string input, DateTimeOffset now) => trigger switch
    {
        QueueTriggerBinding => new QueueTriggerValue(input, "", "", 1, now, now.AddDays(7), now),
        TimerTriggerBinding => new TimerTriggerValue(null, false),
        _ => null,
    };

    /// <summary>The value that stands under <c>Data</c> by the trigger's name.</summary>
    public abstract JsonNode Data();

    /// <summary>The properties of <c>Metadata</c> other than <c>sys</c>.</summary>
    public virtual JsonObject Metadata() => [];
}

/// <summary>One queue message: the text as JSON inside JSON, its properties and those of the message as metadata.</summary>
internal sealed record QueueTriggerValue(
    string Text,
    string MessageId,
    string PopReceipt,
    long DequeueCount,
    DateTimeOffset InsertedOn,
    DateTimeOffset ExpiresOn,
    DateTimeOffset NextVisibleOn) : TriggerValue
{
    public override JsonNode Data() => PayloadWriter.Quote(Text);

    public override JsonObject Metadata()
    {
        var metadata = new JsonObject
        {
            [nameof(DequeueCount)] = DequeueCount.ToString(CultureInfo.InvariantCulture),
            ["Id"] = PayloadWriter.Quote(MessageId),
            [nameof(PopReceipt)] = PayloadWriter.Quote(PopReceipt),
            ["InsertionTime"] = Time(InsertedOn),
            ["ExpirationTime"] = Time(ExpiresOn),
            ["NextVisibleTime"] = Time(NextVisibleOn),
        };

        // The text's own properties shadow the message's.
        foreach (var property in OwnProperties().Where(property => !property.Name.EndsWith("trigger", StringComparison.OrdinalIgnoreCase)))
        {
            metadata[property.Name] = property.Value.ValueKind == JsonValueKind.Object
                ? JsonObject.Create(property.Value)
                : PayloadWriter.Quote(property.Value.ToString());
        }

        return metadata;
    }

    // An instant without its fraction of a second, with an offset.
    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    // Of a text that is a JSON object, arrays and nulls left out; of any other text none.
    private IEnumerable<JsonProperty> OwnProperties()
    {
        try
        {
            var root = JsonElement.Parse(Text);
            return root.ValueKind == JsonValueKind.Object
                ? root.EnumerateObject().Where(property => property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>A timer's occurrence.</summary>
/// <param name="Status">What was recorded before this occurrence; null without a monitor.</param>
/// <param name="IsPastDue">Whether the occurrence was missed while the host was down.</param>
internal sealed record TimerTriggerValue(TimerStatus? Status, bool IsPastDue) : TriggerValue
{
    public override JsonNode Data() => new JsonObject
    {
        ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
        ["ScheduleStatus"] = Status is null ? null : new JsonObject
        {
            ["Last"] = Time(Status.Last),
            ["Next"] = Time(Status.Next),
            ["LastUpdated"] = Time(Status.LastUpdated),
        },
        [nameof(IsPastDue)] = IsPastDue,
    };

    // The time that stands for "never" has no offset on the wire.
    private static string Time(DateTimeOffset time) =>
        time == default ? "0001-01-01T00:00:00" : time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
}
