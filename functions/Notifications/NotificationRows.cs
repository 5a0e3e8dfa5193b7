using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications;

/// <summary>
/// How notices lie in their table. An inbox is a partition: a row for each notice in the order of arrival, newest first, and one that finds
/// it by its id. What a person has read is a partition of its own. Keys are hashes, since recipients' names hold characters that keys may not.
/// </summary>
internal static class NotificationRows
{
    public const string UpTo = "upTo";
    public const string Place = "Place";
    public const string Announced = "Announced";

    private const string NoticePrefix = "n-";
    private const string IdPrefix = "id-";
    private const string MarkPrefix = "m-";
    private const int PlaceDigits = 19;

    public static string InboxOf(Recipient recipient) => $"to-{Hash(recipient.ToString())}";

    public static string MarksOf(string callerId) => $"by-{Hash(callerId)}";

    /// <summary>A place in the order of arrival: later ones sort first.</summary>
    public static string PlaceOf(DateTimeOffset postedAt, string id) => $"{Before(postedAt)}-{id}";

    /// <summary>Sorts after every place later than this, and before every other.</summary>
    public static string Before(DateTimeOffset postedAt) => (DateTime.MaxValue.Ticks - postedAt.UtcTicks).ToString($"D{PlaceDigits}", CultureInfo.InvariantCulture);

    public static DateTimeOffset PostedAt(string place) =>
        new(DateTime.MaxValue.Ticks - long.Parse(place.AsSpan(0, PlaceDigits), CultureInfo.InvariantCulture), TimeSpan.Zero);

    public static string NoticeKey(string place) => NoticePrefix + place;

    public static string IdKey(string id) => IdPrefix + id;

    public static string MarkKey(string place) => MarkPrefix + place;

    public static string PlaceIn(TableEntity row) => row.RowKey[(row.RowKey.StartsWith(MarkPrefix, StringComparison.Ordinal) ? MarkPrefix : NoticePrefix).Length..];

    public static string IdIn(string place) => place[(PlaceDigits + 1)..];

    /// <summary>The notices of an inbox after one place and before another; both may be null.</summary>
    public static string Between(string inbox, string? after, string? before) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {inbox} and RowKey gt {NoticeKey(after ?? "")} and RowKey lt {NoticeKey(before ?? ":")}");

    /// <summary>Notices and marks of any partition that are older than this.</summary>
    public static string OlderThan(DateTimeOffset time) => TableClient.CreateQueryFilter(
        $"(RowKey ge {NoticeKey(Before(time))} and RowKey lt {NoticeKey(":")}) or (RowKey ge {MarkKey(Before(time))} and RowKey lt {MarkKey(":")})");

    public static bool IsMark(TableEntity row) => row.RowKey.StartsWith(MarkPrefix, StringComparison.Ordinal);

    public static TableEntity ToRow(string inbox, string place, Notification notice) => new(inbox, NoticeKey(place))
    {
        { "Recipient", notice.Recipient.ToString() },
        { "Code", notice.Code },
        { "At", notice.At },
        { "ListingId", notice.ListingId },
        { "SubmissionId", notice.SubmissionId },
        { "Vendor", notice.Vendor },
        { "State", notice.State },
        { "Reason", notice.Reason },
        { "Values", JsonSerializer.Serialize(notice.Values, NotificationJson.Default.IReadOnlyDictionaryStringString) },
    };

    public static StoredNotification FromRow(TableEntity row)
    {
        var place = PlaceIn(row);
        return new StoredNotification(place, new Notification(IdIn(place), Recipient.Parse(row.GetString("Recipient")!), row.GetString("Code")!, row.GetDateTimeOffset("At")!.Value)
        {
            ListingId = row.GetString("ListingId"),
            SubmissionId = row.GetString("SubmissionId"),
            Vendor = row.GetString("Vendor"),
            State = row.GetString("State"),
            Reason = row.GetString("Reason"),
            Values = JsonSerializer.Deserialize(row.GetString("Values")!, NotificationJson.Default.IReadOnlyDictionaryStringString)!,
        });
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40];
}

/// <summary>A notice in an inbox.</summary>
/// <param name="Place">Its place in the order of arrival.</param>
/// <param name="Notice">The notice.</param>
internal sealed record StoredNotification(string Place, Notification Notice)
{
    /// <summary>When it arrived.</summary>
    public DateTimeOffset PostedAt => NotificationRows.PostedAt(Place);
}

[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class NotificationJson : JsonSerializerContext;
