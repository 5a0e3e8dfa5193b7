using Marketplace.Audit;
using Marketplace.Audit.Chains;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;

namespace Marketplace.Functions.Events;

/// <summary>Keeps every projection in step with the aggregates. Order and number of messages do not matter.</summary>
internal sealed class ProjectEvents(IEnumerable<IProjection> projections, IEnumerable<ChangeSource> sources, AuditChains chains, ChangeEvents events)
{
    /// <summary>Aggregates that one message of a rebuild deals with before it sends the next.</summary>
    private const int AggregatesAtOnce = 500;

    public async Task RunAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        if (IsFromOutbox(delivery.Text, out var announced, out var source))
        {
            await CatchUpAsync(await CommittedAsync(announced, source, cancellationToken), cancellationToken);
            return;
        }

        var message = ChangeMessage.Parse(delivery.Text);
        switch (message)
        {
            case { Type: ChangeMessage.Changed }:
                await CatchUpAsync(message.Names, cancellationToken);
                break;
            case { Type: ChangeMessage.Rebuild, Names: [var name, var last] }:
                await RebuildAsync(name, last, cancellationToken);
                break;
            default:
                throw new FormatException($"The queue {ChangeEvents.Queue} knows no message of the type '{message.Type}'.");
        }
    }

    private bool IsFromOutbox(string text, out OutboxMessage message, out ChangeSource source)
    {
        (message, source) = (null!, null!);
        if (sources.FirstOrDefault(one => text.Contains($"\"{one.Type}\"", StringComparison.Ordinal)) is not { } known)
        {
            return false;
        }

        (message, source) = (OutboxMessage.Parse(text), known);
        return message.Type == known.Type;
    }

    private static async Task<IReadOnlyList<string>> CommittedAsync(OutboxMessage message, ChangeSource source, CancellationToken cancellationToken)
    {
        var committed = new List<string>();
        foreach (var item in message.Items)
        {
            if (await source.Outbox.IsCommittedAsync(item, message.Type, cancellationToken))
            {
                committed.Add(source.ChainOf(item.Partition));
            }
        }

        return committed;
    }

    private async Task CatchUpAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        // Each goes as far as it can: one that fails brings the message back for all, which costs the others little.
        if (names.Count > 0)
        {
            await Task.WhenAll(projections.Select(projection => projection.CatchUpAsync(names, cancellationToken)));
        }
    }

    private async Task RebuildAsync(string name, string last, CancellationToken cancellationToken)
    {
        var projection = projections.FirstOrDefault(one => one.Name == name) ?? throw new FormatException($"There is no projection '{name}'.");
        var names = await chains.HeadsAfterAsync(last.Length == 0 ? null : last, cancellationToken)
            .Take(AggregatesAtOnce).Select(static leaf => leaf.Chain).ToListAsync(cancellationToken);
        await projection.RebuildAsync(names, cancellationToken);
        if (names.Count == AggregatesAtOnce)
        {
            await events.RebuildAsync(name, names[^1], cancellationToken);
        }
    }
}
