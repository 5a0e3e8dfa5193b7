using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>How receivers and their logs lie in their table: all receivers in one partition, each log in one of its own, oldest first.</summary>
internal static class WebhookRows
{
    public const string Receivers = "receivers";
    public const string State = "State";

    public static string LogOf(string webhook) => $"log-{webhook}";

    /// <summary>A place in a log: later ones sort last. Without an id it sorts before all of that moment.</summary>
    public static string PlaceOf(DateTimeOffset postedAt, string id = "") => $"{TimeKeys.OldestFirst(postedAt)}-{id}";

    /// <summary>The place before the first delivery since a time. The log of a removed receiver of the same name is not this one's.</summary>
    public static string StartOf(Webhook webhook, DateTimeOffset? from = null) => PlaceOf(from > webhook.CreatedAt ? from.Value : webhook.CreatedAt);

    public static TableEntity ToRow(Webhook webhook) => new(Receivers, webhook.Name)
    {
        { "Url", webhook.Url },
        { "Codes", string.Join(' ', webhook.Codes) },
        { "Recipients", string.Join(' ', webhook.Recipients) },
        { "Revision", webhook.Revision },
        { "IsEnabled", webhook.IsEnabled },
        { "IsRemoved", webhook.IsRemoved },
        { "Failure", webhook.Failure?.ToString() },
        { "Generation", webhook.Generation },
        { "OldestGeneration", webhook.OldestGeneration },
        { "RotatedAt", webhook.RotatedAt },
        { "CreatedAt", webhook.CreatedAt },
        { "EnabledAt", webhook.EnabledAt },
    };

    public static StoredWebhook ToWebhook(TableEntity row) => new(
        new Webhook(row.RowKey, row.GetString("Url")!, Words(row, "Codes"), Words(row, "Recipients"))
        {
            Revision = row.GetInt64("Revision")!.Value,
            IsEnabled = row.GetBoolean("IsEnabled")!.Value,
            IsRemoved = row.GetBoolean("IsRemoved")!.Value,
            Failure = row.GetString("Failure") is { } failure ? Enum.Parse<WebhookFailure>(failure) : null,
            Generation = row.GetInt32("Generation")!.Value,
            OldestGeneration = row.GetInt32("OldestGeneration")!.Value,
            RotatedAt = row.GetDateTimeOffset("RotatedAt")!.Value,
            CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
            EnabledAt = row.GetDateTimeOffset("EnabledAt")!.Value,
        },
        row.ETag);

    public static TableEntity ToRow(Delivery delivery) => new(LogOf(delivery.Webhook), delivery.Place)
    {
        { "NoticeId", delivery.NotificationId },
        { "Code", delivery.Code },
        { "Body", delivery.Body },
        { State, delivery.State.ToString() },
        { "Attempts", delivery.Attempts },
        { "DueAt", delivery.DueAt },
        { "LastStatus", delivery.LastStatus },
        { "LastError", delivery.LastError?.ToString() },
        { "FinishedAt", delivery.FinishedAt },
        { "Replay", delivery.Replay },
    };

    public static Delivery ToDelivery(TableEntity row) =>
        new(row.PartitionKey[LogOf("").Length..], row.RowKey, row.GetString("NoticeId")!, row.GetString("Code")!, row.GetString("Body")!)
        {
            State = Enum.Parse<DeliveryState>(row.GetString(State)!),
            Attempts = row.GetInt32("Attempts")!.Value,
            DueAt = row.GetDateTimeOffset("DueAt"),
            LastStatus = row.GetInt32("LastStatus"),
            LastError = row.GetString("LastError") is { } error ? Enum.Parse<DeliveryError>(error) : null,
            FinishedAt = row.GetDateTimeOffset("FinishedAt"),
            Replay = row.GetString("Replay"),
            ETag = row.ETag,
        };

    /// <summary>The deliveries of a log after a place, all or those in one state.</summary>
    public static string After(string webhook, string place, DeliveryState? state) => state is { } only
        ? TableClient.CreateQueryFilter($"PartitionKey eq {LogOf(webhook)} and RowKey gt {place} and State eq {only.ToString()}")
        : TableClient.CreateQueryFilter($"PartitionKey eq {LogOf(webhook)} and RowKey gt {place}");

    /// <summary>The deliveries of a log before a place, all or those in one state.</summary>
    public static string Before(string webhook, string place, DeliveryState? state) => state is { } only
        ? TableClient.CreateQueryFilter($"PartitionKey eq {LogOf(webhook)} and RowKey lt {place} and State eq {only.ToString()}")
        : TableClient.CreateQueryFilter($"PartitionKey eq {LogOf(webhook)} and RowKey lt {place}");

    /// <summary>The deliveries of a log that were finished since a time.</summary>
    public static string FinishedSince(string webhook, DateTimeOffset time) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {LogOf(webhook)} and FinishedAt ge {time}");

    private static string[] Words(TableEntity row, string name) => row.GetString(name)!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
