using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>What a receiver is sent. Members are only ever added within a version; no person is named.</summary>
/// <param name="Version">1.</param>
/// <param name="Id">The notification's id, the same in every attempt.</param>
/// <param name="Code">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Recipient">Whom the notification is for, as <c>company:{creditCode}</c>.</param>
/// <param name="Text">The same as a text, in both languages.</param>
/// <param name="ListingId">Listing it is about.</param>
/// <param name="SubmissionId">Submission it is about.</param>
/// <param name="Vendor">Vendor it is about.</param>
/// <param name="State">State that its subject came into.</param>
/// <param name="Reason">Reason given.</param>
/// <param name="Values">The values in the text, such as <c>name</c>, and what a receiver has to compare.</param>
internal sealed record WebhookBody(
    int Version,
    string Id,
    string Code,
    DateTimeOffset At,
    string Recipient,
    WebhookText Text,
    string? ListingId,
    string? SubmissionId,
    string? Vendor,
    string? State,
    string? Reason,
    IReadOnlyDictionary<string, string> Values)
{
    public static string Write(Notification notification, NotificationTexts texts) => JsonSerializer.Serialize(
        new WebhookBody(
            1, notification.Id, notification.Code, notification.At, notification.Recipient.ToString(),
            new WebhookText(texts.Say(notification, Language.Chinese), texts.Say(notification, Language.English)),
            notification.ListingId, notification.SubmissionId, notification.Vendor, notification.State, notification.Reason,
            notification.Values),
        WebhookBodyJson.Readable.WebhookBody);
}

/// <summary>A text in both languages.</summary>
/// <param name="Zh">Chinese.</param>
/// <param name="En">English.</param>
internal sealed record WebhookText(string Zh, string En);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookBodyJson : JsonSerializerContext
{
    /// <summary>Writes Chinese as it is.</summary>
    public static WebhookBodyJson Readable => Relaxed.Value;

    private static readonly Lazy<WebhookBodyJson> Relaxed =
        new(() => new(new JsonSerializerOptions(Default!.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
