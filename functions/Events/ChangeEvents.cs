using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Events;

/// <summary>Tells the projections which aggregates to look at.</summary>
internal sealed class ChangeEvents(QueueClient queue)
{
    public const string Queue = "events";

    /// <param name="chains">Names of the aggregates' audit chains, such as <c>listings/abc</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task AnnounceAsync(IEnumerable<string> chains, CancellationToken cancellationToken)
    {
        foreach (var part in chains.Distinct(StringComparer.Ordinal).Chunk(AggregatesChanged.MaxChains))
        {
            await SendAsync(AggregatesChanged.Type.Write(new(part)), cancellationToken);
        }
    }

    /// <summary>The same, where only the audit index waits for it: an outage only delays that, since the next anchor finds what was not announced.</summary>
    public async Task TryAnnounceAsync(IEnumerable<string> chains, CancellationToken cancellationToken)
    {
        try
        {
            await AnnounceAsync(chains, cancellationToken);
        }
        catch (RequestFailedException failure) when (StorageFailure.IsOutage(failure))
        {
            // The next anchor finds what was not announced.
        }
    }

    /// <summary>Asks for a projection to be rebuilt from the aggregate after <paramref name="after"/> on; from the first when it is empty.</summary>
    public Task RebuildAsync(string projection, string after, CancellationToken cancellationToken) =>
        SendAsync(ProjectionRebuild.Type.Write(new(projection, after)), cancellationToken);

    private async Task SendAsync(string message, CancellationToken cancellationToken) =>
        await queue.SendMessageAsync(message, timeToLive: Timeout.InfiniteTimeSpan, cancellationToken: cancellationToken);
}
