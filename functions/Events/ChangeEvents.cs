using Azure;
using Marketplace.Storage;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Events;

/// <summary>Tells the projections which aggregates to look at.</summary>
internal sealed class ChangeEvents(QueueServiceClient queues)
{
    public const string Queue = "events";

    /// <param name="chains">Names of the aggregates' audit chains, such as <c>listings/abc</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task AnnounceAsync(IEnumerable<string> chains, CancellationToken cancellationToken)
    {
        foreach (var part in chains.Distinct(StringComparer.Ordinal).Chunk(ChangeMessage.MaxNames))
        {
            await SendAsync(new ChangeMessage(ChangeMessage.Changed, part), cancellationToken);
        }
    }

    /// <summary>The same, where nothing but the audit index waits for it: a queue that is away only delays that, since the daily anchor finds what it missed.</summary>
    public async Task TryAnnounceAsync(IEnumerable<string> chains, CancellationToken cancellationToken)
    {
        try
        {
            await AnnounceAsync(chains, cancellationToken);
        }
        catch (RequestFailedException failure) when (StorageFailure.IsOutage(failure))
        {
            // The daily anchor finds what was not announced.
        }
    }

    /// <summary>Asks for a projection to be made anew from the aggregate after <paramref name="last"/> on; from the first when it is empty.</summary>
    public Task RebuildAsync(string projection, string last, CancellationToken cancellationToken) =>
        SendAsync(new ChangeMessage(ChangeMessage.Rebuild, [projection, last]), cancellationToken);

    private async Task SendAsync(ChangeMessage message, CancellationToken cancellationToken) =>
        await queues.GetQueueClient(Queue).SendMessageAsync(message.ToText(), timeToLive: Timeout.InfiniteTimeSpan, cancellationToken: cancellationToken);
}
