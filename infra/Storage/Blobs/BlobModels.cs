using Azure;

namespace Marketplace.Storage.Blobs;

/// <summary>What became of a read.</summary>
public enum BlobReadOutcome
{
    /// <summary>It was read.</summary>
    Found,

    /// <summary>There is no such blob.</summary>
    NotFound,

    /// <summary>It still has the ETag given as <see cref="BlobRequestConditions.IfNoneMatch"/>.</summary>
    NotModified,

    /// <summary>It no longer has the ETag given as <see cref="BlobRequestConditions.IfMatch"/>.</summary>
    Stale,

    /// <summary>The range begins past the end.</summary>
    OutOfRange,
}

/// <summary>Conditions of a request. The service takes one ETag condition on a write.</summary>
public sealed record BlobRequestConditions
{
    /// <summary>Only that version; <see cref="ETag.All"/> for any existing one.</summary>
    public ETag? IfMatch { get; init; }

    /// <summary>Only if it is another version; on a write <see cref="ETag.All"/> means create only.</summary>
    public ETag? IfNoneMatch { get; init; }

    /// <summary>The lease the caller holds on the blob.</summary>
    public string? LeaseId { get; init; }

    /// <summary>Only if nothing of that name exists.</summary>
    public static BlobRequestConditions CreateOnly { get; } = new() { IfNoneMatch = ETag.All };

    /// <summary>Only that version.</summary>
    public static BlobRequestConditions Match(ETag etag) => new() { IfMatch = etag };
}

/// <summary>The headers a download of the blob answers with.</summary>
public sealed record BlobHttpHeaders
{
    /// <summary>Media type; the service's default is <c>application/octet-stream</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>For instance <c>attachment; filename="a.pdf"</c>; ASCII.</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>Encoding the content is stored in, for instance <c>br</c>.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>How long downloads may be cached.</summary>
    public string? CacheControl { get; init; }
}

/// <summary>What goes along with an upload.</summary>
public sealed record BlobUploadOptions
{
    /// <summary>Headers of later downloads.</summary>
    public BlobHttpHeaders HttpHeaders { get; init; } = new();

    /// <summary>Names of letters, digits and <c>_</c>; values are percent-encoded on the way and decoded when read.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>When to write at all.</summary>
    public BlobRequestConditions Conditions { get; init; } = new();
}

/// <summary>When to copy.</summary>
public sealed record BlobCopyFromUriOptions
{
    /// <summary>When to write the copy at all.</summary>
    public BlobRequestConditions DestinationConditions { get; init; } = new();

    /// <summary>Which version of the source to copy; a lease is not used.</summary>
    public BlobRequestConditions SourceConditions { get; init; } = new();
}

/// <summary>A blob's properties.</summary>
/// <param name="ETag">Its version.</param>
/// <param name="LastModified">When it was last written.</param>
/// <param name="ContentLength">Its whole length in bytes.</param>
/// <param name="HttpHeaders">The headers of its downloads.</param>
/// <param name="ContentHash">MD5 of the whole content when the service keeps one (uploads in one request), else empty.</param>
/// <param name="Metadata">Its metadata, values decoded.</param>
/// <param name="CommittedBlockCount">An append blob's number of blocks; 0 for others.</param>
public sealed record BlobProperties(
    ETag ETag,
    DateTimeOffset LastModified,
    long ContentLength,
    BlobHttpHeaders HttpHeaders,
    ReadOnlyMemory<byte> ContentHash,
    IReadOnlyDictionary<string, string> Metadata,
    int CommittedBlockCount);

/// <summary>One blob of a listing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ETag">Its version.</param>
/// <param name="LastModified">When it was last written.</param>
/// <param name="ContentLength">Its length in bytes.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record BlobItem(string Name, ETag ETag, DateTimeOffset LastModified, long ContentLength, string ContentType);

/// <summary>A blob's content in memory.</summary>
/// <param name="Outcome">Whether it was read; the other values are empty when not.</param>
/// <param name="Content">The bytes, of the range asked for.</param>
/// <param name="Properties">The properties, of the whole blob; null unless found.</param>
public sealed record BlobDownloadResult(BlobReadOutcome Outcome, BinaryData Content, BlobProperties? Properties)
{
    /// <summary>Whether there is content.</summary>
    public bool IsFound => Outcome == BlobReadOutcome.Found;
}

/// <summary>A blob's content as it arrives. Dispose it to free the connection.</summary>
/// <param name="Outcome">Whether it was found; the other values are empty when not.</param>
/// <param name="Content">The bytes; reading may fail as an outage.</param>
/// <param name="Properties">The properties, of the whole blob; null unless found.</param>
public sealed record BlobDownloadStreamingResult(BlobReadOutcome Outcome, Stream Content, BlobProperties? Properties) : IDisposable
{
    /// <summary>Whether there is content.</summary>
    public bool IsFound => Outcome == BlobReadOutcome.Found;

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}

/// <summary>What became of an append.</summary>
/// <param name="Outcome"><see cref="WriteOutcome.Stale"/> when the end is elsewhere, <see cref="WriteOutcome.Full"/> when no more is taken.</param>
/// <param name="AppendOffset">Where the block begins, when saved.</param>
/// <param name="CommittedBlockCount">Blocks there are now (at most 50,000), when saved and told; else 0.</param>
/// <param name="ETag">The new version, when saved.</param>
public readonly record struct BlobAppendResult(WriteOutcome Outcome, long AppendOffset = 0, int CommittedBlockCount = 0, ETag ETag = default)
{
    /// <summary>Whether the block is there, once.</summary>
    public bool IsSaved => Outcome == WriteOutcome.Saved;
}

/// <summary>What became of an attempt to take a lease.</summary>
public enum BlobLeaseOutcome
{
    /// <summary>The lease is the caller's.</summary>
    Acquired,

    /// <summary>Somebody else holds one.</summary>
    Held,

    /// <summary>There is no such blob.</summary>
    NotFound,
}
