using System.Text.Json.Serialization;
using Azure;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Why a receiver was switched off without an operator.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WebhookFailure>))]
public enum WebhookFailure
{
    /// <summary>It responded with 410: it wants no more.</summary>
    Gone,

    /// <summary>Deliveries were given up one after the other.</summary>
    DeadLetters,
}

/// <summary>A receiver that notifications are sent to (推送地址).</summary>
/// <param name="Name">Short name, 1–40 lower-case letters, digits and hyphens.</param>
/// <param name="Url">Where to.</param>
/// <param name="Codes">Which notifications; empty for all.</param>
/// <param name="Recipients">Whose, see <see cref="WebhookRules.IsFilter"/>; empty for all but persons', which are never sent.</param>
internal sealed record Webhook(string Name, string Url, IReadOnlyList<string> Codes, IReadOnlyList<string> Recipients)
{
    /// <summary>Grows with every change, also past a removal, so that no tag comes twice.</summary>
    public long Revision { get; init; } = 1;

    public bool IsEnabled { get; init; } = true;

    /// <summary>A removed one stays as a row, so that a new one of the same name gets another secret.</summary>
    public bool IsRemoved { get; init; }

    public WebhookFailure? Failure { get; init; }

    /// <summary>Number of the secret in force.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The oldest secret that still signs, until a day after <see cref="RotatedAt"/>.</summary>
    public int OldestGeneration { get; init; } = 1;

    public DateTimeOffset RotatedAt { get; init; }

    /// <summary>Nothing that was posted before is ever sent.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Failures before this no longer count.</summary>
    public DateTimeOffset EnabledAt { get; init; }

    public EntityTag Tag => EntityTag.OfVersion(Revision);

    /// <summary>Name of a receiver in the audit trail.</summary>
    public static string TargetOf(string name) => $"webhooks/{name}";
}

/// <summary>A receiver as it was read.</summary>
/// <param name="Webhook">The receiver.</param>
/// <param name="ETag">Version of its row.</param>
internal sealed record StoredWebhook(Webhook Webhook, ETag ETag);
