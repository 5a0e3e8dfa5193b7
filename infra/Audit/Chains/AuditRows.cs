using System.Globalization;
using Marketplace.Storage.Tables;

namespace Marketplace.Audit.Chains;

/// <summary>
/// How a chain lies in its aggregate's partition, so that an entry is written in the transaction of the change it records: each
/// entry is a row of its own, and the aggregate's state row carries the head. Since the transaction replaces that row under its
/// ETag, two writers can never continue the same head, and a chain cannot fork.
/// </summary>
public static class AuditRows
{
    /// <summary>Row keys of entries begin with this.</summary>
    public const string Prefix = "audit-";

    internal const string ChainSequence = "ChainSequence";
    internal const string ChainHash = "ChainHash";
    internal const string Chained = "Chained";
    internal const string Hash = "Hash";
    internal const string Personal = "Personal";
    internal const string ErasedBy = "ErasedBy";

    /// <summary>The row of <paramref name="entry"/>.</summary>
    /// <param name="partition">Partition of the aggregate.</param>
    /// <param name="entry">The entry.</param>
    public static TableEntity ToRow(string partition, AuditEntry entry) => new(partition, Key(entry.Sequence))
    {
        { Chained, entry.Chained },
        { Hash, entry.Hash },
        { Personal, entry.Personal },
        { ErasedBy, entry.ErasedBy },
    };

    /// <summary>The entry a row holds. A row that was tampered with is read as it stands; verification tells.</summary>
    public static AuditEntry FromRow(TableEntity row) => new(
        long.TryParse(row.RowKey.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0,
        row.GetString(Chained) ?? "",
        row.GetString(Hash) ?? "",
        row.GetString(Personal),
        row.GetString(ErasedBy));

    /// <summary>Puts the head on the aggregate's state row.</summary>
    public static TableEntity WithHead(this TableEntity state, ChainHead head)
    {
        state[ChainSequence] = head.Sequence;
        state[ChainHash] = head.Hash;
        return state;
    }

    /// <summary>The head a state row carries; the empty one when it carries none.</summary>
    public static ChainHead HeadOf(TableEntity state) =>
        state.GetInt64(ChainSequence) is { } sequence ? new ChainHead(sequence, state.GetString(ChainHash) ?? "") : ChainHead.Empty;

    /// <summary>Row key of an entry: numbers are padded so that rows lie in order.</summary>
    public static string Key(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence:D12}");
}
