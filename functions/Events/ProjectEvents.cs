using Marketplace.Audit.Chains;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox.Messages;
using Marketplace.Storage;

namespace Marketplace.Functions.Events;

/// <summary>Keeps every projection in step with the aggregates. Order and number of messages do not matter.</summary>
internal sealed class ProjectEvents(IEnumerable<IProjection> projections, IEnumerable<ChangeSource> sources, AuditChains chains, ChangeEvents events)
{
    /// <summary>Aggregates that one message of a rebuild deals with before it sends the next.</summary>
    private const int AggregatesAtOnce = 500;

    public async Task RunAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        StorageWork.MarkBulk();
        var message = MessageEnvelope.Parse(delivery.Text);
        if (AggregatesChanged.Type.Read(message) is { } changed)
        {
            await CatchUpAsync(changed.Chains, cancellationToken);
        }
        else if (ProjectionRebuild.Type.Read(message) is { } rebuild)
        {
            await RebuildAsync(rebuild, cancellationToken);
        }
        else
        {
            await CatchUpAsync(await ReadCommittedAsync(message, cancellationToken), cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> ReadCommittedAsync(MessageEnvelope message, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (await source.ReadAsync(message, cancellationToken) is { } committed)
            {
                return committed;
            }
        }

        throw message.Unknown();
    }

    private async Task CatchUpAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        // Each goes as far as it can: one that fails brings the message back for all, which costs the others little.
        if (names.Count > 0)
        {
            await Task.WhenAll(projections.Select(projection => projection.CatchUpAsync(names, cancellationToken)));
        }
    }

    private async Task RebuildAsync(ProjectionRebuild rebuild, CancellationToken cancellationToken)
    {
        var projection = projections.FirstOrDefault(one => one.Name == rebuild.Projection)
            ?? throw new FormatException($"There is no projection '{rebuild.Projection}'.");
        var names = await chains.HeadsAfterAsync(rebuild.After.Length == 0 ? null : rebuild.After, cancellationToken)
            .Take(AggregatesAtOnce).Select(static leaf => leaf.Chain).ToListAsync(cancellationToken);
        await projection.RebuildAsync(names, cancellationToken);
        if (names.Count == AggregatesAtOnce)
        {
            await events.RebuildAsync(rebuild.Projection, names[^1], cancellationToken);
        }
    }
}
