using Azure;
using Marketplace.Files;
using Marketplace.Functions.Findings;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;

namespace Marketplace.Functions.Attachments;

/// <summary>The aggregate that an attachment belongs to.</summary>
/// <param name="Kind">Kind of the aggregate, as its table was registered.</param>
/// <param name="Partition">Its partition key.</param>
internal readonly record struct AttachmentParent(string Kind, string Partition);

/// <summary>A type of aggregate that has attachments.</summary>
/// <param name="Kind">Names the aggregates in the names of blobs.</param>
/// <param name="Table">Their table.</param>
/// <param name="Completed">The message that an upload is complete.</param>
internal sealed record AttachmentParentType(string Kind, string Table, MessageType<OutboxMessage> Completed);

/// <summary>An attachment (附件): what was announced, and what came of it.</summary>
internal sealed record AttachmentFile
{
    /// <summary>Its id, 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Number of the submission it was announced for; null for none.</summary>
    public int? Submission { get; init; }

    public required string FileName { get; init; }

    /// <summary>The declared type; once inspected, what the content is too.</summary>
    public required FileType Type { get; init; }

    /// <summary>Declared length in bytes; an upload of another is not taken.</summary>
    public required long Length { get; init; }

    public string? DeclaredSha256 { get; init; }

    public AttachmentState State { get; init; }

    public required DateTimeOffset TicketEndsAt { get; init; }

    /// <summary>How often its completion was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>SHA-256 of what arrived.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Version of the upload that was inspected: what is uploaded over it later is not this attachment.</summary>
    public ETag Inspected { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Whether it is malware: the submission that names it is rejected.</summary>
    public bool IsMalware => Findings.Any(static finding => finding.Severity is FindingSeverity.Rejection);
}

/// <summary>An attachment as it was read.</summary>
/// <param name="File">The attachment.</param>
/// <param name="ETag">Version of its row; a change names it.</param>
internal sealed record StoredAttachment(AttachmentFile File, ETag ETag);

/// <summary>The attachments of an aggregate as they were read.</summary>
/// <param name="Items">All of them, removed ones included, in the order of their ids.</param>
/// <param name="List">Version of the list; null while there is none. An announcement names it, so that the limit holds against others at the same time.</param>
internal sealed record StoredAttachments(IReadOnlyList<StoredAttachment> Items, ETag? List);
