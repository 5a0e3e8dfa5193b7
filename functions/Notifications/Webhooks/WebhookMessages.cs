using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Events;
using Marketplace.Outbox.Messages;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Notifications were posted that receivers may want. The message keeps its old name, since some may still lie in a queue.</summary>
internal sealed record NotificationsPosted(IReadOnlyList<PostedNotification> Notifications)
{
    /// <summary>More would not fit into a message of 48 KiB with the longest recipients.</summary>
    public const int MaxNotifications = 50;

    public static readonly MessageType<NotificationsPosted> Type = new(
        "notices.posted", 1, WebhookMessageJson.Default.NotificationsPosted,
        static old => new([.. Names.In(old).Chunk(2).Select(static pair => new PostedNotification(pair[0], pair[1]))]));
}

/// <summary>Where a posted notification lies.</summary>
/// <param name="Recipient">The recipient, as <see cref="Notifications.Recipient"/> writes it.</param>
/// <param name="Id">Id of the notification.</param>
internal sealed record PostedNotification(string Recipient, string Id);

/// <summary>The next attempt at a delivery is due.</summary>
/// <param name="Webhook">Name of the receiver.</param>
/// <param name="Place">Place of the delivery in the receiver's log.</param>
/// <param name="Attempts">Attempts made before.</param>
internal sealed record DeliveryDue(string Webhook, string Place, int Attempts)
{
    public static readonly MessageType<DeliveryDue> Type = new(
        "webhook.due", 1, WebhookMessageJson.Default.DeliveryDue,
        static old => new(Names.In(old)[0], Names.In(old)[1], int.Parse(Names.In(old)[2], CultureInfo.InvariantCulture)));
}

/// <summary>A delivery is to be made again from its first attempt on.</summary>
/// <param name="Webhook">Name of the receiver.</param>
/// <param name="Place">Place of the delivery in the receiver's log.</param>
/// <param name="Replay">Id of the replay; one replay makes each delivery once.</param>
internal sealed record DeliveryReplay(string Webhook, string Place, string Replay)
{
    public static readonly MessageType<DeliveryReplay> Type = new(
        "webhook.again", 1, WebhookMessageJson.Default.DeliveryReplay, static old => new(Names.In(old)[0], Names.In(old)[1], Names.In(old)[2]));
}

/// <summary>The deliveries of a log are to be made again.</summary>
/// <param name="Webhook">Name of the receiver.</param>
/// <param name="After">The place before the first.</param>
/// <param name="Replay">Id of the replay.</param>
internal sealed record LogReplay(string Webhook, string After, string Replay)
{
    public static readonly MessageType<LogReplay> Type = new(
        "webhook.replay", 1, WebhookMessageJson.Default.LogReplay, static old => new(Names.In(old)[0], Names.In(old)[1], Names.In(old)[2]));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(NotificationsPosted))]
[JsonSerializable(typeof(DeliveryDue))]
[JsonSerializable(typeof(DeliveryReplay))]
[JsonSerializable(typeof(LogReplay))]
internal sealed partial class WebhookMessageJson : JsonSerializerContext;
