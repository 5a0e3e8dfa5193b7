using System.Text.Json;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>A receiver as an operator configures it.</summary>
/// <param name="Url">Where to send: https on port 443 or 8443, a full public host name, no user name, no fragment; at most 1,024 characters.</param>
/// <param name="Codes">Which notifications, at most 50 codes; none for all.</param>
/// <param name="Recipients">
/// Whose, at most 50 of company[:{creditCode}], department[:{id}], reviewers[:{region}], operators, witnesses; none for all but persons.
/// </param>
/// <param name="Enabled">Whether it is sent anything; true when absent. What is posted meanwhile is kept for a replay.</param>
public sealed record WebhookRequest(string? Url, IReadOnlyList<string>? Codes, IReadOnlyList<string>? Recipients, bool? Enabled);

/// <summary>A receiver of notifications (推送地址).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Url">Where notifications are sent.</param>
/// <param name="Codes">Which notifications; none for all.</param>
/// <param name="Recipients">Whose; none for all.</param>
/// <param name="Enabled">Whether it is sent anything.</param>
/// <param name="Failure">Why it was switched off without an operator.</param>
/// <param name="CreatedAt">Since when; nothing that was posted before is sent.</param>
/// <param name="SecretRotatedAt">When its secret was made.</param>
/// <param name="Secret">The secret that signs, <c>whsec_</c> and base64; only in the response that creates it.</param>
public sealed record WebhookItem(
    string Name,
    string Url,
    IReadOnlyList<string> Codes,
    IReadOnlyList<string> Recipients,
    bool Enabled,
    WebhookFailure? Failure,
    DateTimeOffset CreatedAt,
    DateTimeOffset SecretRotatedAt,
    string? Secret)
{
    internal static WebhookItem Of(Webhook webhook, string? secret = null) => new(
        webhook.Name, webhook.Url, webhook.Codes, webhook.Recipients, webhook.IsEnabled, webhook.Failure, webhook.CreatedAt, webhook.RotatedAt, secret);
}

/// <summary>Every receiver.</summary>
/// <param name="Items">By name.</param>
public sealed record WebhookList(IReadOnlyList<WebhookItem> Items);

/// <summary>A notification in a receiver's log.</summary>
/// <param name="Id">The id the receiver knows it by.</param>
/// <param name="Cursor">Its place, from which a replay can start after it.</param>
/// <param name="Code">Code of the notification.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="DueAt">When the next one is due.</param>
/// <param name="LastStatus">Status of the receiver's last response.</param>
/// <param name="LastError">Why the last attempt failed.</param>
/// <param name="FinishedAt">When it was delivered or given up.</param>
/// <param name="Payload">What is sent.</param>
public sealed record DeliveryItem(
    string Id,
    string Cursor,
    string Code,
    DeliveryState State,
    int Attempts,
    DateTimeOffset? DueAt,
    int? LastStatus,
    DeliveryError? LastError,
    DateTimeOffset? FinishedAt,
    JsonElement Payload)
{
    internal static DeliveryItem Of(Delivery delivery, string cursor) => new(
        delivery.NotificationId, cursor, delivery.Code, delivery.State, delivery.Attempts, delivery.DueAt, delivery.LastStatus, delivery.LastError,
        delivery.FinishedAt, JsonElement.Parse(delivery.Body));
}

/// <summary>From where a log is sent again: one of the two.</summary>
/// <param name="From">Everything posted since.</param>
/// <param name="Cursor">Everything after this delivery.</param>
public sealed record ReplayRequest(DateTimeOffset? From, string? Cursor);

/// <summary>A replay that runs as soon as its message is delivered.</summary>
/// <param name="At">When it was asked for.</param>
public sealed record ReplayRequested(DateTimeOffset At);
