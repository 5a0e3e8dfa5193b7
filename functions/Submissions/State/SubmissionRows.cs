using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Submissions.State;

/// <summary>How a submission lies in its listing's partition: <c>submission-n</c>; and <c>key-…</c>, which lets a repeated request find what it made.</summary>
internal static class SubmissionRows
{
    public const string Prefix = "submission-";

    /// <summary>Follows every key of a submission.</summary>
    public const string AfterPrefix = "submission.";

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D4}");

    public static TableEntity ToRow(Submission submission) => new TableEntity(submission.Id.ListingId, Key(submission.Id.Number))
    {
        { "Kind", submission.Kind.ToString() },
        { "State", submission.State.ToString() },
        { "Revision", submission.Revision },
        { "Version", submission.Version },
        { "BasedOn", submission.BasedOn },
        { "Author", submission.Author },
        { "CreatedAt", submission.CreatedAt },
        { "UpdatedAt", submission.UpdatedAt },
        { "Contact", submission.Content.Contact is { } contact ? JsonSerializer.Serialize(contact, ContentJson.Readable.Contact) : null },
        { "Acceptance", submission.Acceptance is { } acceptance ? JsonSerializer.Serialize(acceptance, SubmissionJson.Default.Acceptance) : null },
        { "Claim", submission.Claim is { } claim ? JsonSerializer.Serialize(claim, SubmissionJson.Default.ReviewClaim) : null },
        { "Ruling", submission.Ruling is { } ruling ? JsonSerializer.Serialize(ruling, SubmissionJson.Default.Ruling) : null },
        { "KeptFiles", submission.KeptFiles.Count > 0 ? string.Join(',', submission.KeptFiles) : null },
        { "Stuck", submission.Stuck },
    }
    .AddPacked("Content", ContentCodec.Encode(submission.Content))
    .AddPacked("Findings", JsonSerializer.SerializeToUtf8Bytes(submission.Findings, SubmissionJson.Default.IReadOnlyListFinding))
    .AddPacked("History", JsonSerializer.SerializeToUtf8Bytes(submission.History, SubmissionJson.Default.IReadOnlyListSubmissionStep));

    public static Submission FromRow(TableEntity row) => new()
    {
        Id = new SubmissionId(row.PartitionKey, int.Parse(row.RowKey.AsSpan(Prefix.Length), CultureInfo.InvariantCulture)),
        State = Enum.Parse<LifecycleState>(row.GetString("State")!),
        Revision = row.GetInt64("Revision")!.Value,
        Version = row.GetInt32("Version")!.Value,
        BasedOn = row.GetInt32("BasedOn")!.Value,
        Author = row.GetString("Author")!,
        CreatedAt = row.GetDateTimeOffset("CreatedAt")!.Value,
        UpdatedAt = row.GetDateTimeOffset("UpdatedAt")!.Value,
        Content = ContentCodec.Decode(Enum.Parse<ListingKind>(row.GetString("Kind")!), row.GetPacked("Content"),
            Parse(row.GetString("Contact"), ContentJson.Default.Contact)),
        Acceptance = Parse(row.GetString("Acceptance"), SubmissionJson.Default.Acceptance),
        Claim = Parse(row.GetString("Claim"), SubmissionJson.Default.ReviewClaim),
        Ruling = Parse(row.GetString("Ruling"), SubmissionJson.Default.Ruling),
        KeptFiles = row.GetString("KeptFiles")?.Split(',') ?? [],
        Stuck = row.GetString("Stuck"),
        Findings = JsonSerializer.Deserialize(row.GetPacked("Findings"), SubmissionJson.Default.IReadOnlyListFinding)!,
        History = JsonSerializer.Deserialize(WithPresentNames(row.GetPacked("History")), SubmissionJson.Default.IReadOnlyListSubmissionStep)!,
    };

    /// <summary>What a request made that carried this key.</summary>
    public static TableEntity ToKey(SubmissionId made, string key, string digest) =>
        new(made.ListingId, KeyOfRequest(key)) { { "Number", made.Number }, { "Digest", digest } };

    public static string KeyOfRequest(string key) => $"key-{key}";

    public static (int Number, string Digest) FromKey(TableEntity row) => (row.GetInt32("Number")!.Value, row.GetString("Digest")!);

    /// <summary>Rows written before the action was called recall say takeBack; within a text the quotation marks would be escaped.</summary>
    private static byte[] WithPresentNames(byte[] history) => history.AsSpan().IndexOf("\"takeBack\""u8) < 0
        ? history
        : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(history).Replace("\"action\":\"takeBack\"", "\"action\":\"recall\"", StringComparison.Ordinal));

    private static T? Parse<T>(string? text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class => text is null ? null : JsonSerializer.Deserialize(text, type);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Acceptance))]
[JsonSerializable(typeof(ReviewClaim))]
[JsonSerializable(typeof(Ruling))]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
[JsonSerializable(typeof(IReadOnlyList<SubmissionStep>))]
internal sealed partial class SubmissionJson : JsonSerializerContext;
