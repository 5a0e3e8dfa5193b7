using System.Globalization;
using System.Text.Json;
using Marketplace.Audit;
using Marketplace.Audit.Chains;
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

    /// <summary>A binary property holds at most 64 KiB.</summary>
    private const int ChunkBytes = 65_536;

    public static TableEntity ToState(Listing listing, ChainHead chain)
    {
        var row = new TableEntity(listing.Id, State)
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
        };
        AddContent(row, listing.Content);
        return row.WithHead(chain);
    }

    public static TableEntity ToVersion(Listing listing)
    {
        var row = new TableEntity(listing.Id, VersionKey(listing.Version))
        {
            { "Kind", listing.Kind.ToString() },
            { "UpdatedAt", listing.UpdatedAt },
        };
        AddContent(row, listing.Content);
        return row;
    }

    public static StoredListing FromState(TableEntity row) => new(
        new Listing
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
        },
        row.ETag,
        AuditRows.HeadOf(row));

    public static PublishedVersion FromVersion(TableEntity row) => new(
        int.Parse(row.RowKey.AsSpan(VersionPrefix.Length), CultureInfo.InvariantCulture),
        row.GetDateTimeOffset("UpdatedAt")!.Value,
        ReadContent(row, contact: null));

    public static string VersionKey(int version) => string.Create(CultureInfo.InvariantCulture, $"{VersionPrefix}{version:D8}");

    private static void AddContent(TableEntity row, ListingContent content)
    {
        var packed = ContentCodec.Encode(content);
        row.Add("Chunks", (packed.Length + ChunkBytes - 1) / ChunkBytes);
        foreach (var (index, chunk) in packed.Chunk(ChunkBytes).Index())
        {
            row.Add(ChunkName(index), chunk);
        }
    }

    private static ListingContent ReadContent(TableEntity row, Contact? contact)
    {
        var chunks = Enumerable.Range(0, row.GetInt32("Chunks")!.Value).Select(index => row.GetBinary(ChunkName(index))!);
        return ContentCodec.Decode(Enum.Parse<ListingKind>(row.GetString("Kind")!), chunks.SelectMany(chunk => chunk).ToArray(), contact);
    }

    private static string ChunkName(int index) => string.Create(CultureInfo.InvariantCulture, $"Content{index}");
}

/// <summary>A content that was published, without its contact.</summary>
/// <param name="Version">Its number.</param>
/// <param name="PublishedAt">When it became visible.</param>
/// <param name="Content">What it said.</param>
internal sealed record PublishedVersion(int Version, DateTimeOffset PublishedAt, ListingContent Content);
