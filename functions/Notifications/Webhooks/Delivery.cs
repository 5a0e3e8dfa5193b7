using System.Text.Json.Serialization;
using Azure;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>What has become of a delivery.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DeliveryState>))]
public enum DeliveryState
{
    /// <summary>To be sent, for the first time or again.</summary>
    Pending,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>Given up.</summary>
    Dead,

    /// <summary>Kept back while the receiver is switched off; a replay sends it.</summary>
    Held,
}

/// <summary>Why a delivery failed.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DeliveryError>))]
public enum DeliveryError
{
    /// <summary>The receiver responded with something other than success; a redirect too.</summary>
    Status,

    /// <summary>The receiver took too long.</summary>
    Timeout,

    /// <summary>The address leads where nothing may be sent.</summary>
    AddressRefused,

    /// <summary>There was no connection, or it broke.</summary>
    Connection,
}

/// <summary>One notification on its way to one receiver.</summary>
/// <param name="Webhook">The receiver's name.</param>
/// <param name="Place">Its place in the receiver's log, which is in the order in which notifications were posted.</param>
/// <param name="NotificationId">The notification; also the id that the receiver knows it by.</param>
/// <param name="Code">Code of the notification.</param>
/// <param name="Body">What is sent, to the byte, however often.</param>
internal sealed record Delivery(string Webhook, string Place, string NotificationId, string Code, string Body)
{
    public DeliveryState State { get; init; }

    /// <summary>Attempts made, of this round if it was replayed.</summary>
    public int Attempts { get; init; }

    /// <summary>When the next attempt is due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public int? LastStatus { get; init; }

    public DeliveryError? LastError { get; init; }

    /// <summary>When it was delivered or given up.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The replay it was last part of.</summary>
    public string? Replay { get; init; }

    /// <summary>Version that was read.</summary>
    public ETag ETag { get; init; }
}
