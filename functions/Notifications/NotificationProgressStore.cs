using Marketplace.Audit;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications;

/// <summary>How far each audit chain has been turned into notifications. Only ever a hint: posting again changes nothing.</summary>
internal sealed class NotificationProgressStore(TableClient table)
{
    public const string TableName = "NoticeProgress";

    private const string Row = "told";

    public async Task<long> ReadAsync(string chain, CancellationToken cancellationToken) =>
        (await table.GetEntityIfExistsAsync(PartitionOf(chain), Row, cancellationToken: cancellationToken))?.GetInt64("Sequence") ?? 0;

    public Task WriteAsync(string chain, long sequence, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(new TableEntity(PartitionOf(chain), Row) { { "Sequence", sequence } }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>A chain's name holds a slash, which no key may.</summary>
    private static string PartitionOf(string chain) => AuditChain.Digest(chain);
}
