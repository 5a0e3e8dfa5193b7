using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications;

/// <summary>
/// How notifications lie in their table. An inbox is a partition: a row for each notification in the order of arrival, newest first, and one
/// that finds it by its id. What a person has read is a partition of its own. Keys are hashes, since recipients' names hold characters that
/// keys may not. Existing instances hold the stored names, which is why tables and queue messages still say “notice”.
/// </summary>
internal static class NotificationRows
{
    public const string UpTo = "upTo";
    public const string Place = "Place";
    public const string Announced = "Announced";

    private const string NotificationPrefix = "n-";
    private const string IdPrefix = "id-";
    private const string MarkPrefix = "m-";

    public static string InboxOf(Recipient recipient) => $"to-{Hash(recipient.ToString())}";

    public static string MarksOf(string callerId) => $"by-{Hash(callerId)}";

    /// <summary>A place in the order of arrival: later ones sort first.</summary>
    public static string PlaceOf(DateTimeOffset postedAt, string id) => $"{Before(postedAt)}-{id}";

    /// <summary>Sorts after every place later than this, and before every other.</summary>
    public static string Before(DateTimeOffset postedAt) => TimeKeys.NewestFirst(postedAt);

    public static DateTimeOffset PostedAt(string place) => TimeKeys.ReadNewestFirst(place);

    public static string NotificationKey(string place) => NotificationPrefix + place;

    public static string IdKey(string id) => IdPrefix + id;

    public static string MarkKey(string place) => MarkPrefix + place;

    public static string PlaceIn(TableEntity row) =>
        row.RowKey[(row.RowKey.StartsWith(MarkPrefix, StringComparison.Ordinal) ? MarkPrefix : NotificationPrefix).Length..];

    public static string IdIn(string place) => place[(TimeKeys.Length + 1)..];

    /// <summary>The notifications of an inbox after one place and before another; both may be null.</summary>
    public static string Between(string inbox, string? after, string? before) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {inbox} and RowKey gt {NotificationKey(after ?? "")} and RowKey lt {NotificationKey(before ?? ":")}");

    /// <summary>Notifications and marks of any partition that are older than this.</summary>
    public static string OlderThan(DateTimeOffset time)
    {
        var from = Before(time);
        return TableClient.CreateQueryFilter(
            $"(RowKey ge {NotificationKey(from)} and RowKey lt {NotificationKey(":")}) or (RowKey ge {MarkKey(from)} and RowKey lt {MarkKey(":")})");
    }

    public static bool IsMark(TableEntity row) => row.RowKey.StartsWith(MarkPrefix, StringComparison.Ordinal);

    public static TableEntity ToRow(string inbox, string place, Notification notification) => new(inbox, NotificationKey(place))
    {
        { "Recipient", notification.Recipient.ToString() },
        { "Code", notification.Code },
        { "At", notification.At },
        { "ListingId", notification.ListingId },
        { "SubmissionId", notification.SubmissionId },
        { "Vendor", notification.Vendor },
        { "State", notification.State },
        { "Reason", notification.Reason },
        { "Values", JsonSerializer.Serialize(notification.Values, NotificationValuesJson.Default.IReadOnlyDictionaryStringString) },
    };

    public static StoredNotification FromRow(TableEntity row)
    {
        var place = PlaceIn(row);
        var recipient = Recipient.Parse(row.GetString("Recipient")!);
        return new StoredNotification(place, new Notification(IdIn(place), recipient, row.GetString("Code")!, row.GetDateTimeOffset("At")!.Value)
        {
            ListingId = row.GetString("ListingId"),
            SubmissionId = row.GetString("SubmissionId"),
            Vendor = row.GetString("Vendor"),
            State = row.GetString("State"),
            Reason = row.GetString("Reason"),
            Values = JsonSerializer.Deserialize(row.GetString("Values")!, NotificationValuesJson.Default.IReadOnlyDictionaryStringString)!,
        });
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];
}

/// <summary>A notification in an inbox.</summary>
/// <param name="Place">Its place in the order of arrival.</param>
/// <param name="Notification">The notification.</param>
internal sealed record StoredNotification(string Place, Notification Notification)
{
    public DateTimeOffset PostedAt => NotificationRows.PostedAt(Place);
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class NotificationValuesJson : JsonSerializerContext;
