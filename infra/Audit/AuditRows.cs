using System.Globalization;
using Marketplace.Storage.Tables;

namespace Marketplace.Audit;

/// <summary>How an entry lies in its aggregate's partition, so that it is written in the same transaction as the change.</summary>
public static class AuditRows
{
    /// <summary>Row keys of entries begin with this.</summary>
    public const string Prefix = "audit-";

    /// <summary>The row of <paramref name="entry"/>.</summary>
    /// <param name="partition">Partition of the aggregate.</param>
    /// <param name="entry">The entry.</param>
    public static TableEntity ToRow(string partition, AuditEntry entry) => new(partition, Key(entry.Sequence))
    {
        { "Chained", entry.Chained },
        { "Hash", entry.Hash },
        { "Personal", entry.Personal },
    };

    /// <summary>The entry a row holds.</summary>
    public static AuditEntry FromRow(TableEntity row) => new(
        long.Parse(row.RowKey.AsSpan(Prefix.Length), CultureInfo.InvariantCulture),
        row.GetString("Chained") ?? "",
        row.GetString("Hash") ?? "",
        row.GetString("Personal"));

    /// <summary>Row key of an entry: numbers are padded so that rows lie in order.</summary>
    public static string Key(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence:D12}");
}
