using Marketplace.Aggregates;
using Marketplace.Audit;
using Marketplace.Audit.Erasure;
using Marketplace.Functions.Audit;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Persons.Erasures;

/// <summary>Keeps erasures, one partition for each person.</summary>
internal sealed class ErasureStore(TableClient table, OutboxWriter outbox) : AggregateStore<Erasure>(Type, table, outbox)
{
    private const int IdLength = 32;

    public static readonly AggregateType<Erasure> Type = new()
    {
        Name = ErasureRecord.Requests,
        Table = "ErasureRequests",
        StateRow = ErasureRows.State,
        PartitionOf = static id => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower) ? id : null,
        IdOf = static erasure => erasure.Id,
        RevisionOf = static erasure => erasure.Revision,
        ToRow = ErasureRows.ToRow,
        FromRow = ErasureRows.FromRow,
        Differences = Differences,
    };

    public static readonly MessageType<OutboxMessage> Changed = OutboxMessage.TypeOf("erasure.changed");

    /// <summary>Pseudonyms only, so that everything can stand in the hashed text and nothing of it is ever erased.</summary>
    private static AuditDifferences Differences(Erasure? before, Erasure after)
    {
        var changes = new FieldDiff();
        changes.Add("state", before?.State.ToString(), after.State.ToString());
        changes.Add("requestedBy", before?.RequestedBy, after.RequestedBy);
        changes.Add("confirmedBy", before?.ConfirmedBy, after.ConfirmedBy);
        changes.Add("entries", $"{before?.Entries}", $"{after.Entries}");
        changes.Add("kept", $"{before?.Kept}", $"{after.Kept}");
        return new(changes.All, []);
    }
}
