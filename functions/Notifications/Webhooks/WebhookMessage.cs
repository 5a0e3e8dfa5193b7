using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>What lies in the queue <c>webhooks</c>.</summary>
/// <param name="Type">Short stable name with a version.</param>
/// <param name="Names">What it is about.</param>
internal sealed record WebhookMessage(string Type, IReadOnlyList<string> Names)
{
    /// <summary>Notices were posted: recipient and id of each, in turn.</summary>
    public const string Posted = "notices.posted.1";

    /// <summary>A delivery is due: receiver, place, attempts made.</summary>
    public const string Due = "webhook.due.1";

    /// <summary>A delivery is to be made anew: receiver, place, id of the replay.</summary>
    public const string Again = "webhook.again.1";

    /// <summary>A log is to be sent anew: receiver, the place before the first, id of the replay.</summary>
    public const string Replay = "webhook.replay.1";

    public static WebhookMessage OfDue(Delivery delivery, int attempts) => new(Due, [delivery.Webhook, delivery.Place, attempts.ToString(CultureInfo.InvariantCulture)]);

    public string ToText() => JsonSerializer.Serialize(this, WebhookMessageJson.Default.WebhookMessage);

    /// <exception cref="FormatException">The text is no such message.</exception>
    public static WebhookMessage Parse(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, WebhookMessageJson.Default.WebhookMessage) is { Type: not null, Names: not null } message)
            {
                return message;
            }
        }
        catch (JsonException)
        {
            // Answered below, with every other text that is none.
        }

        throw new FormatException("The text is no message about webhooks.");
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WebhookMessage))]
internal sealed partial class WebhookMessageJson : JsonSerializerContext;
