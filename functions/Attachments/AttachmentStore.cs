using Azure;
using Marketplace.Outbox;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Attachments;

/// <summary>Keeps attachments in their aggregates' partitions.</summary>
internal sealed class AttachmentStore(AttachmentTables tables, OutboxWriter outbox)
{
    public async Task<StoredAttachment?> ReadAsync(AttachmentParent home, string id, CancellationToken cancellationToken) =>
        await tables.ClientOf(home).GetEntityIfExistsAsync(home.Partition, AttachmentRows.Key(id), cancellationToken: cancellationToken) is { } row
            ? AttachmentRows.FromRow(row)
            : null;

    public async Task<StoredAttachments> ReadAllAsync(AttachmentParent home, CancellationToken cancellationToken)
    {
        var items = new List<StoredAttachment>();
        ETag? list = null;
        await foreach (var row in tables.ClientOf(home).QueryAsync(TableFilter.RowKeyPrefix(home.Partition, AttachmentRows.Prefix), cancellationToken: cancellationToken))
        {
            if (row.RowKey == AttachmentRows.List)
            {
                list = row.ETag;
            }
            else
            {
                items.Add(AttachmentRows.FromRow(row));
            }
        }

        return new(items, list);
    }

    /// <summary>The attachments among rows of an aggregate's partition that its own store read.</summary>
    public static IReadOnlyList<AttachmentFile> FromRows(IEnumerable<TableEntity> rows) =>
        [.. rows.Where(row => row.RowKey.StartsWith(AttachmentRows.Key(""), StringComparison.Ordinal)).Select(row => AttachmentRows.FromRow(row).File)];

    /// <summary>Filter over the row keys of attachments.</summary>
    public static string Filter { get; } = TableClient.CreateQueryFilter($"(RowKey ge {AttachmentRows.Key("")} and RowKey lt {AttachmentRows.List})");

    /// <summary>Adds one to those that were read; false when another was announced since.</summary>
    public async Task<bool> AddAsync(AttachmentParent home, StoredAttachments seen, AttachmentFile file, CancellationToken cancellationToken)
    {
        var list = new TableEntity(home.Partition, AttachmentRows.List);
        TableTransactionAction[] actions =
        [
            seen.List is { } version ? TableTransactionAction.Update(list, version, TableUpdateMode.Replace) : TableTransactionAction.Add(list),
            TableTransactionAction.Add(AttachmentRows.ToRow(home, file)),
        ];
        return (await tables.ClientOf(home).SubmitTransactionAsync(actions, cancellationToken)).IsSaved;
    }

    /// <summary>Changes one; false when it was changed since it was read.</summary>
    public async Task<bool> SaveAsync(AttachmentParent home, StoredAttachment before, AttachmentFile after, CancellationToken cancellationToken) =>
        (await tables.ClientOf(home).UpdateEntityAsync(AttachmentRows.ToRow(home, after), before.ETag, TableUpdateMode.Replace, cancellationToken)).IsSaved;

    /// <summary>The same together with the message that has it scanned.</summary>
    public async Task<bool> CompleteAsync(AttachmentParent home, StoredAttachment before, AttachmentFile after, CancellationToken cancellationToken)
    {
        var change = TableTransactionAction.Update(AttachmentRows.ToRow(home, after), before.ETag, TableUpdateMode.Replace);
        var item = new OutboxItem(home.Partition, EventIds.New());
        return (await outbox.CommitAsync(tables.ClientOf(home), tables.Of(home).Completed, item, [change], cancellationToken)).IsCommitted;
    }
}
