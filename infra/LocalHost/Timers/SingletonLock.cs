using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.LocalHost.Timers;

/// <summary>
/// One instance runs a timer: whoever holds the lease of <c>locks/{hostId}/Host.Functions.{Name}.Listener</c>, 60 s, renewed at half (docs/host-contract.md
/// §12). After a crash another instance waits until the lease ends.
/// </summary>
internal sealed partial class SingletonLock(TimerStorage storage, string function, ILogger log)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    private readonly BlobClient _blob = storage.Container.GetBlobClient($"locks/{storage.HostId}/Host.Functions.{function}.Listener");

    /// <summary>Runs the work while the lock is held; its token ends when the lock is lost. False if somebody else holds it.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<bool> TryRunAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        await storage.Container.CreateIfNotExistsAsync(stopping);
        await _blob.UploadAsync(new BinaryData(Array.Empty<byte>()), new BlobUploadOptions { Conditions = BlobRequestConditions.CreateOnly }, stopping);
        var lease = _blob.GetBlobLeaseClient();
        if (await lease.AcquireAsync(Duration, stopping) != BlobLeaseOutcome.Acquired)
        {
            return false;
        }

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var renewing = RenewAsync(lease, lost);
        try
        {
            await work(lost.Token);
        }
        finally
        {
            await lost.CancelAsync();
            await renewing;
            await ReleaseAsync(lease);
        }

        return true;
    }

    private async Task RenewAsync(BlobLeaseClient lease, CancellationTokenSource lost)
    {
        while (!lost.IsCancellationRequested)
        {
            await Task.Delay(Duration / 2, storage.Clock, lost.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!lost.IsCancellationRequested && !await IsRenewedAsync(lease))
            {
                Lost(log, function);
                await lost.CancelAsync();
            }
        }
    }

    private static async Task<bool> IsRenewedAsync(BlobLeaseClient lease)
    {
        try
        {
            return await lease.RenewAsync();
        }
        catch (Exception exception) when (exception is RequestFailedException || StorageFailure.IsOutage(exception))
        {
            return false;
        }
    }

    private static async Task ReleaseAsync(BlobLeaseClient lease)
    {
        try
        {
            await lease.ReleaseAsync();
        }
        catch (Exception exception) when (exception is RequestFailedException || StorageFailure.IsOutage(exception))
        {
            // It ends by itself.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function}: the timer's lock is lost")]
    private static partial void Lost(ILogger logger, string function);
}
