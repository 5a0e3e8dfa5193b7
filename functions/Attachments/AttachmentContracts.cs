using System.Text.Json.Serialization;
using Marketplace.Files;
using Marketplace.Functions.Findings;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Attachments;

/// <summary>A file that is to be uploaded.</summary>
/// <param name="FileName">Its name, 1–120 characters, with an extension of its type.</param>
/// <param name="ContentType">Its media type, one of those that are allowed.</param>
/// <param name="Length">Its length in bytes, 1 to 104,857,600.</param>
/// <param name="Sha256">Its SHA-256 as 64 hexadecimal digits, to be compared with what arrives; optional.</param>
public sealed record AttachmentRequest(string? FileName, string? ContentType, long? Length, string? Sha256 = null);

/// <summary>The permission to upload one file.</summary>
/// <param name="AttachmentId">Id of the attachment.</param>
/// <param name="Upload">How to upload it.</param>
public sealed record AttachmentTicket(string AttachmentId, UploadTicket Upload);

/// <summary>How to upload: one request, or block by block with any client of Azure Blob Storage.</summary>
/// <param name="Method">The method, PUT.</param>
/// <param name="Url">The address: a secret that anybody can upload with.</param>
/// <param name="Headers">Headers the request must have.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record UploadTicket(string Method, string Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt);

/// <summary>Where an attachment stands (附件状态).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AttachmentState>))]
public enum AttachmentState
{
    /// <summary>Announced, not yet complete.</summary>
    AwaitingUpload,

    /// <summary>Complete and inspected; the malware scan is still to come.</summary>
    Scanning,

    /// <summary>To be downloaded by whoever sees the listing.</summary>
    Clean,

    /// <summary>Not taken; its bytes are gone.</summary>
    Refused,

    /// <summary>Removed by its owner, or never uploaded; its bytes are gone.</summary>
    Removed,
}

/// <summary>An attachment as its owner and reviewers see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FileName">Its name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">SHA-256 of what arrived, in lower-case hexadecimal.</param>
/// <param name="State">Where it stands.</param>
/// <param name="TicketExpiresAt">Until when it can be uploaded, while that is awaited.</param>
/// <param name="Findings">What was found in it.</param>
public sealed record AttachmentItem(
    string Id, string FileName, string ContentType, long Length, string? Sha256, AttachmentState State, DateTimeOffset? TicketExpiresAt,
    IReadOnlyList<FindingItem> Findings)
{
    internal static AttachmentItem Of(AttachmentFile file, FindingTexts texts, Language language) => new(
        file.Id,
        file.FileName,
        FileTypes.Of(file.Type).MediaType,
        file.Length,
        file.Sha256,
        file.State,
        file.State is AttachmentState.AwaitingUpload ? file.TicketEndsAt : null,
        [.. file.Findings.Select(finding => texts.ToItem(finding, language))]);
}

/// <summary>A link that downloads one attachment for a few minutes.</summary>
/// <param name="Url">The address: a secret that anybody can download with.</param>
/// <param name="FileName">The name it is saved under.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal, to compare the download with.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record DownloadLink(string Url, string FileName, string ContentType, long Length, string Sha256, DateTimeOffset ExpiresAt);
