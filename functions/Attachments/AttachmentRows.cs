using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Marketplace.Files;
using Marketplace.Functions.Findings;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Attachments;

/// <summary>
/// How attachments lie in their aggregate's partition: <c>attachment-{id}</c> each, and <c>attachments</c>, which every announcement
/// changes. The aggregate's own row stays as it is, so that a draft that is being edited keeps its version.
/// </summary>
internal static class AttachmentRows
{
    public const string Prefix = "attachment";
    public const string List = "attachments";

    public static string Key(string id) => $"{Prefix}-{id}";

    public static TableEntity ToRow(AttachmentParent parent, AttachmentFile file) => new(parent.Partition, Key(file.Id))
    {
        { "Submission", file.Submission },
        { "FileName", file.FileName },
        { "Type", file.Type.ToString() },
        { "Length", file.Length },
        { "DeclaredSha256", file.DeclaredSha256 },
        { "State", file.State.ToString() },
        { "TicketEndsAt", file.TicketEndsAt },
        { "Attempts", file.Attempts },
        { "Sha256", file.Sha256 },
        { "Inspected", file.Inspected == default ? null : file.Inspected.ToString() },
        { "Findings", JsonSerializer.Serialize(file.Findings, AttachmentJson.Default.IReadOnlyListFinding) },
    };

    public static StoredAttachment FromRow(TableEntity row) => new(
        new AttachmentFile
        {
            Id = row.RowKey[(Prefix.Length + 1)..],
            Submission = row.GetInt32("Submission"),
            FileName = row.GetString("FileName")!,
            Type = Enum.Parse<FileType>(row.GetString("Type")!),
            Length = row.GetInt64("Length")!.Value,
            DeclaredSha256 = row.GetString("DeclaredSha256"),
            State = Enum.Parse<AttachmentState>(row.GetString("State")!),
            TicketEndsAt = row.GetDateTimeOffset("TicketEndsAt")!.Value,
            Attempts = row.GetInt32("Attempts") ?? 0,
            Sha256 = row.GetString("Sha256"),
            Inspected = row.GetString("Inspected") is { } version ? new ETag(version) : default,
            Findings = JsonSerializer.Deserialize(row.GetString("Findings")!, AttachmentJson.Default.IReadOnlyListFinding)!,
        },
        row.ETag);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class AttachmentJson : JsonSerializerContext;
