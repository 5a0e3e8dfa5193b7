using Marketplace.Files.Scanning;

namespace Marketplace.Functions.Attachments;

/// <summary>The malware scanner where one is configured; without one, what the inspection knows is all.</summary>
internal sealed class AttachmentScanner(AttachmentOptions options, AttachmentBlobs blobs, TimeProvider time)
{
    private static readonly ScanVerdict Clean = new(ScanOutcome.Clean);

    private readonly ClamdScanner? _clamd = options.Clamd is { } address ? new(address, time) : null;

    /// <summary>The verdict on the version that was inspected; null when it is there no more.</summary>
    public Task<ScanVerdict?> ScanAsync(string name, AttachmentFile file, CancellationToken cancellationToken) =>
        _clamd is null ? Task.FromResult<ScanVerdict?>(Clean) : blobs.ReadUploadAsync(name, file.Inspected, _clamd.ScanAsync, cancellationToken);
}
