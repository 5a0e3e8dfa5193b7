using Marketplace.Audit;
using Marketplace.Hosting;

namespace Marketplace.Functions.Audit;

/// <summary>Keeps the index of the audit trail in step with the chains. Order and number of messages do not matter.</summary>
internal sealed class ProjectEvents(AuditProjection projection, AuditChains chains, AuditEvents events)
{
    /// <summary>Chains that one message of a rebuild deals with before it sends the next.</summary>
    private const int ChainsAtOnce = 500;

    public async Task RunAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        var message = AuditMessage.Parse(delivery.Text);
        switch (message.Type)
        {
            case AuditMessage.Recorded: await projection.CatchUpAsync(message.Chains, cancellationToken); break;
            case AuditMessage.Rebuild: await RebuildAsync(message.Chains is [{ Length: > 0 } last] ? last : null, cancellationToken); break;
            default: throw new FormatException($"The queue {AuditEvents.Queue} knows no message of the type '{message.Type}'.");
        }
    }

    private async Task RebuildAsync(string? last, CancellationToken cancellationToken)
    {
        var names = await chains.HeadsAfterAsync(last, cancellationToken).Take(ChainsAtOnce).Select(static leaf => leaf.Chain).ToListAsync(cancellationToken);
        await projection.RebuildAsync(names, cancellationToken);
        if (names.Count == ChainsAtOnce) await events.RebuildAsync(names[^1], cancellationToken);
    }
}
