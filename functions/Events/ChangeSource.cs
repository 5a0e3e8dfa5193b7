using Marketplace.Outbox;

namespace Marketplace.Functions.Events;

/// <summary>A type of outbox message that tells projections of changed aggregates.</summary>
/// <param name="Type">Type of the message.</param>
/// <param name="Outbox">Tells whether a change was committed.</param>
/// <param name="ChainOf">Name of the audit chain in a partition.</param>
internal sealed record ChangeSource(string Type, OutboxReader Outbox, Func<string, string> ChainOf);
