using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Persons.Erasures;

/// <summary>How an erasure lies in its partition, whose key is the person's pseudonym.</summary>
internal static class ErasureRows
{
    public const string State = "erasure";

    public static TableEntity ToRow(Erasure erasure) => new(erasure.Id, State)
    {
        { "Revision", erasure.Revision },
        { "State", erasure.State.ToString() },
        { "Reason", erasure.Reason },
        { "Issuer", erasure.Person?.Issuer },
        { "Subject", erasure.Person?.Subject },
        { "Entries", erasure.Entries },
        { "Kept", erasure.Kept },
        { "RequestedBy", erasure.RequestedBy },
        { "RequestedAt", erasure.RequestedAt },
        { "ConfirmedBy", erasure.ConfirmedBy },
        { "ConfirmedAt", erasure.ConfirmedAt },
        { "CompletedAt", erasure.CompletedAt },
    };

    public static Erasure FromRow(TableEntity row) =>
        new(row.PartitionKey, row.GetInt64("Revision")!.Value, Enum.Parse<ErasureState>(row.GetString("State")!), row.GetString("Reason")!)
        {
            Person = row.GetString("Issuer") is { } issuer ? new ErasedPerson(issuer, row.GetString("Subject")!) : null,
            Entries = row.GetInt64("Entries")!.Value,
            Kept = row.GetInt64("Kept")!.Value,
            RequestedBy = row.GetString("RequestedBy")!,
            RequestedAt = row.GetDateTimeOffset("RequestedAt")!.Value,
            ConfirmedBy = row.GetString("ConfirmedBy"),
            ConfirmedAt = row.GetDateTimeOffset("ConfirmedAt"),
            CompletedAt = row.GetDateTimeOffset("CompletedAt"),
        };
}
