using Azure;
using Marketplace.Storage;
using Microsoft.Extensions.Logging;

namespace Marketplace.Search.Store;

/// <summary>Has a lost or damaged index rebuilt: of all processes that notice, one asks, and again only if that had no effect for long.</summary>
internal sealed partial class RebuildRequests(IndexTraces traces, IIndexSource source, IndexStoreOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Asks for a rebuild unless one is under way or was asked for. Does not throw if storage is away: whoever noticed notices again.</summary>
    /// <param name="state">A state with damage.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task EnsureAsync(IndexState state, CancellationToken cancellationToken)
    {
        var expired = time.GetUtcNow() - options.RebuildPatience;
        if (state.Damage is null || state.Manifest.Rebuild?.StartedAt > expired)
        {
            return;
        }

        try
        {
            if (await traces.TryClaimRebuildAsync(expired, cancellationToken))
            {
                await RequestAsync(state.Damage, cancellationToken);
            }
        }
        catch (RequestFailedException failed)
        {
            NotRequested(logger, failed, StorageFailure.IsOutage(failed) ? "Storage is away." : $"Storage refuses: {failed.ErrorCode}.");
        }
    }

    private async Task RequestAsync(string damage, CancellationToken cancellationToken)
    {
        var requested = false;
        try
        {
            await source.RequestRebuildAsync(cancellationToken);
            requested = true;
            Requested(logger, damage);
        }
        finally
        {
            if (!requested)
            {
                await traces.ReleaseRebuildAsync(CancellationToken.None);
            }
        }
    }

    [LoggerMessage(10, LogLevel.Warning, "A rebuild of the search index was requested. {Damage}")]
    private static partial void Requested(ILogger logger, string damage);

    [LoggerMessage(11, LogLevel.Warning, "A rebuild of the search index is needed and could not be requested; it is tried again. {Problem}")]
    private static partial void NotRequested(ILogger logger, Exception cause, string problem);
}
