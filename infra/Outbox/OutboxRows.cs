using Marketplace.Storage.Tables;

namespace Marketplace.Outbox;

/// <summary>The event row: proof, in the aggregate's own partition, that a transaction was committed or never will be.</summary>
internal static class OutboxRows
{
    public const string Prefix = "event-";
    private const string Cancelled = "Cancelled";

    public static TableEntity Committed(OutboxItem item, string type) => new(item.Partition, Key(item)) { { "Type", type } };

    public static TableEntity CancelledFor(OutboxItem item, string type) => new(item.Partition, Key(item)) { { "Type", type }, { Cancelled, true } };

    public static bool IsCancelled(TableEntity row) => row.GetBoolean(Cancelled) == true;

    public static string Key(OutboxItem item) => Prefix + item.EventId;
}
