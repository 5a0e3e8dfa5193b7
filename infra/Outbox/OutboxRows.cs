using Marketplace.Outbox.Messages;
using Marketplace.Storage.Tables;

namespace Marketplace.Outbox;

/// <summary>What has become of an event.</summary>
public enum OutboxState
{
    /// <summary>Committed, not yet handled to the end.</summary>
    Pending,

    /// <summary>Committed and handled.</summary>
    Done,

    /// <summary>Never committed, and never to be: its row holds the key against any commit still on its way.</summary>
    Cancelled,
}

/// <summary>The event row: proof, in the aggregate's own partition, that a transaction was committed or never will be. Such rows are never deleted.</summary>
internal static class OutboxRows
{
    private const string Prefix = "event-";
    private const string Type = "Type";
    private const string State = "State";

    public static string Key(OutboxItem item) => Prefix + item.EventId;

    public static TableEntity Pending(OutboxItem item, MessageType<OutboxMessage> type) => Row(item, type, OutboxState.Pending);

    public static TableEntity Cancelled(OutboxItem item, MessageType<OutboxMessage> type) => Row(item, type, OutboxState.Cancelled);

    /// <summary>What completing an event changes of its row.</summary>
    public static TableEntity Done(TableEntity row) => new(row.PartitionKey, row.RowKey) { { State, nameof(OutboxState.Done) } };

    public static OutboxState StateOf(TableEntity row) =>
        Enum.TryParse<OutboxState>(row.GetString(State), out var state) ? state : throw new InvalidOperationException($"The row {row} is no event row.");

    private static TableEntity Row(OutboxItem item, MessageType<OutboxMessage> type, OutboxState state) =>
        new(item.Partition, Key(item)) { { Type, type.Code }, { State, state.ToString() } };
}
