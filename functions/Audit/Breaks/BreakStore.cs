using Marketplace.Audit;
using Marketplace.Audit.Verification;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Audit.Breaks;

/// <summary>A break that was found (断链).</summary>
/// <param name="Broken">The link.</param>
/// <param name="FoundAt">When it was first found.</param>
internal sealed record FoundBreak(BrokenLink Broken, DateTimeOffset FoundAt)
{
    private const int IdLength = 32;

    /// <summary>Names it: the same link broken in the same way is the same break.</summary>
    public string Id => AuditChain.Digest(Broken.ToString())[..IdLength];

    /// <summary>The entry of the trail that acknowledges it.</summary>
    public AuditLink? AcknowledgedBy { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Why it is acknowledged.</summary>
    public string? Reason { get; init; }
}

/// <summary>Keeps the breaks that were found, for good.</summary>
internal sealed class BreakStore(TableClient table)
{
    public const string TableName = "AuditBreaks";

    private const string Partition = "breaks";
    private const string IsOpen = "IsOpen";

    /// <summary>Keeps a break unless it is known.</summary>
    public async Task AddAsync(FoundBreak found, CancellationToken cancellationToken) => await table.AddEntityAsync(ToRow(found), cancellationToken);

    public async Task<FoundBreak?> FindAsync(string id, CancellationToken cancellationToken) =>
        id.All(char.IsAsciiHexDigitLower) && await table.GetEntityIfExistsAsync(Partition, id, cancellationToken: cancellationToken) is { } row
            ? FromRow(row)
            : null;

    public async Task SaveAsync(FoundBreak found, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(ToRow(found), TableUpdateMode.Replace, cancellationToken);

    public async Task<IReadOnlyList<FoundBreak>> ReadAllAsync(CancellationToken cancellationToken) =>
        await table.QueryAsync(TableFilter.Partition(Partition), cancellationToken: cancellationToken).Select(FromRow).ToListAsync(cancellationToken);

    public async Task<int> CountOpenAsync(CancellationToken cancellationToken) =>
        await table.QueryAsync($"{TableFilter.Partition(Partition)} and {IsOpen} eq true", select: ["RowKey"], cancellationToken: cancellationToken)
            .CountAsync(cancellationToken);

    private static TableEntity ToRow(FoundBreak found) => new(Partition, found.Id)
    {
        { "Chain", found.Broken.Chain },
        { "Sequence", found.Broken.Sequence },
        { "Break", found.Broken.Reason.ToString() },
        { "FoundAt", found.FoundAt },
        { IsOpen, found.AcknowledgedBy is null },
        { "AcknowledgedBy", found.AcknowledgedBy?.ToString() },
        { "AcknowledgedAt", found.AcknowledgedAt },
        { "Reason", found.Reason },
    };

    private static FoundBreak FromRow(TableEntity row) => new(
        new BrokenLink(row.GetString("Chain")!, row.GetInt64("Sequence")!.Value, Enum.Parse<BreakReason>(row.GetString("Break")!)),
        row.GetDateTimeOffset("FoundAt")!.Value)
    {
        AcknowledgedBy = AuditLink.Parse(row.GetString("AcknowledgedBy")),
        AcknowledgedAt = row.GetDateTimeOffset("AcknowledgedAt"),
        Reason = row.GetString("Reason"),
    };
}
