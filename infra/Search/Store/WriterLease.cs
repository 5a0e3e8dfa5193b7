using System.Security.Cryptography;
using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.Search.Store;

/// <summary>
/// The right to write, held as a lease on the manifest. A holder that does not commit for long is taken for dead and its lease broken: should it live after
/// all, its commit is refused by the manifest's ETag, so being wrong costs it a new attempt and nothing else.
/// </summary>
internal sealed class WriterLease : IAsyncDisposable
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(160);

    private readonly BlobLeaseClient _lease;

    private WriterLease(BlobLeaseClient lease) => _lease = lease;

    public string Id => _lease.LeaseId;

    /// <summary>Takes the lease, waiting for others as long as patience allows.</summary>
    /// <param name="blobs">Where the manifest is.</param>
    /// <param name="createAsync">Makes the manifest where there is none.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IndexBusyException">Others kept it for too long.</exception>
    public static async Task<WriterLease> TakeAsync(
        IndexBlobs blobs, Func<CancellationToken, Task> createAsync, RetryBudget patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var seen = default(ETag);
        var seenSince = time.GetTimestamp();
        while (true)
        {
            var lease = blobs.NewLease();
            switch (await TryAcquireAsync(lease, cancellationToken))
            {
                case BlobLeaseOutcome.Acquired:
                    return new WriterLease(lease);
                case BlobLeaseOutcome.NotFound:
                    await createAsync(cancellationToken);
                    continue;
            }

            patience.Check();
            if (await blobs.ManifestTagAsync(cancellationToken) is var now && now != seen)
            {
                (seen, seenSince) = (now, time.GetTimestamp());
            }
            else if (time.GetElapsedTime(seenSince) > patience.PresumedDeadAfter)
            {
                await lease.BreakAsync(cancellationToken);
            }

            await Task.Delay(Pause(), time, cancellationToken);
        }
    }

    /// <summary>Gives the lease back. If that fails it is somebody else's, or runs out by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _lease.ReleaseAsync(CancellationToken.None);
        }
        catch (RequestFailedException away) when (StorageFailure.IsOutage(away))
        {
            // What was committed stays committed; others break the lease when their patience ends.
        }
    }

    private static async Task<BlobLeaseOutcome> TryAcquireAsync(BlobLeaseClient lease, CancellationToken cancellationToken)
    {
        try
        {
            return await lease.AcquireAsync(Duration, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == "ContainerNotFound")
        {
            return BlobLeaseOutcome.NotFound;
        }
    }

    // Uneven, so that writers who wait do not all ask at once.
    private static TimeSpan Pause() =>
        TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)ShortestPause.TotalMilliseconds, (int)LongestPause.TotalMilliseconds));
}
