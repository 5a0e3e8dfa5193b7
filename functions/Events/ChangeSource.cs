using Marketplace.Outbox;
using Marketplace.Outbox.Messages;

namespace Marketplace.Functions.Events;

/// <summary>A type of outbox message that tells projections of changed aggregates.</summary>
/// <param name="Type">Type of the message.</param>
/// <param name="Outbox">Tells whether a change was committed.</param>
/// <param name="Chains">First part of the names of the aggregates' audit chains; the partition key follows.</param>
internal sealed record ChangeSource(MessageType<OutboxMessage> Type, OutboxReader Outbox, string Chains)
{
    /// <summary>Names of the chains that were changed; null when the message is of another type.</summary>
    public async Task<IReadOnlyList<string>?> ReadAsync(MessageEnvelope message, CancellationToken cancellationToken)
    {
        if (Type.Read(message) is not { } announced)
        {
            return null;
        }

        var committed = new List<string>();
        foreach (var item in announced.Items)
        {
            if (await Outbox.IsCommittedAsync(item, Type, cancellationToken))
            {
                committed.Add($"{Chains}/{item.Partition}");
            }
        }

        return committed;
    }
}
