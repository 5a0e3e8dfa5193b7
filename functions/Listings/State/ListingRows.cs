using System.Globalization;
using System.Text.Json;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Listings.State;

/// <summary>
/// How a listing lies in its partition, whose key is its id: <c>listing</c> is the state, <c>version-n</c> each published content,
/// <c>audit-n</c> the trail, <c>event-…</c> what the queues still have to carry out. Submissions and attachments add rows of their own.
/// </summary>
internal static class ListingRows
{
    public const string State = "listing";
    public const string VersionPrefix = "version-";

    private const string Content = "Content";

    public static TableEntity ToRow(Listing listing) => new TableEntity(listing.Id, State)
    {
        { "Kind", listing.Kind.ToString() },
        { "State", listing.State.ToString() },
        { "Version", listing.Version },
        { "Revision", listing.Revision },
        { "Submissions", listing.Submissions },
        { "OpenSubmission", listing.OpenSubmission },
        { "Source", listing.Origin.Source },
        { "ExternalId", listing.Origin.ExternalId },
        { "PublishedAt", listing.PublishedAt },
        { "UpdatedAt", listing.UpdatedAt },
        { "Contact", listing.Content.Contact is { } contact ? JsonSerializer.Serialize(contact, ContentJson.Readable.Contact) : null },
    }.AddPacked(Content, ContentCodec.Encode(listing.Content));

    public static TableEntity ToVersion(Listing listing) => new TableEntity(listing.Id, VersionKey(listing.Version))
    {
        { "Kind", listing.Kind.ToString() },
        { "UpdatedAt", listing.UpdatedAt },
    }.AddPacked(Content, ContentCodec.Encode(listing.Content));

    public static Listing FromRow(TableEntity row) => new()
    {
        Id = row.PartitionKey,
        State = Enum.Parse<LifecycleState>(row.GetString("State")!),
        Version = row.GetInt32("Version")!.Value,
        Revision = row.GetInt64("Revision")!.Value,
        Content = ReadContent(row, row.GetString("Contact") is { } contact ? JsonSerializer.Deserialize(contact, ContentJson.Default.Contact) : null),
        Submissions = row.GetInt32("Submissions") ?? 0,
        OpenSubmission = row.GetInt32("OpenSubmission"),
        Origin = new Origin(row.GetString("Source")!, row.GetString("ExternalId")!),
        PublishedAt = row.GetDateTimeOffset("PublishedAt")!.Value,
        UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
    };

    public static PublishedVersion FromVersion(TableEntity row) => new(
        int.Parse(row.RowKey.AsSpan(VersionPrefix.Length), CultureInfo.InvariantCulture),
        row.GetDateTimeOffset("UpdatedAt")!.Value,
        ReadContent(row, contact: null));

    public static string VersionKey(int version) => string.Create(CultureInfo.InvariantCulture, $"{VersionPrefix}{version:D8}");

    private static ListingContent ReadContent(TableEntity row, Contact? contact) =>
        ContentCodec.Decode(Enum.Parse<ListingKind>(row.GetString("Kind")!), row.GetPacked(Content), contact);
}

/// <summary>A content that was published, without its contact.</summary>
/// <param name="Version">Its number.</param>
/// <param name="PublishedAt">When it became visible.</param>
/// <param name="Content">What it said.</param>
internal sealed record PublishedVersion(int Version, DateTimeOffset PublishedAt, ListingContent Content);
