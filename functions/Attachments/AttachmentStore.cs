using Azure;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Attachments;

/// <summary>Keeps attachments in their aggregates' partitions.</summary>
internal sealed class AttachmentStore(AttachmentParents parents)
{
    /// <param name="parent">The aggregate.</param>
    /// <param name="id">An id as somebody sent it; storage takes no key with <c>/ \ # ?</c> or control characters.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<StoredAttachment?> ReadAsync(AttachmentParent parent, string id, CancellationToken cancellationToken) =>
        AttachmentRules.IsId(id)
        && await parents.TableOf(parent).GetEntityIfExistsAsync(parent.Partition, AttachmentRows.Key(id), cancellationToken: cancellationToken) is { } row
            ? AttachmentRows.FromRow(row)
            : null;

    public async Task<StoredAttachments> ReadAllAsync(AttachmentParent parent, CancellationToken cancellationToken)
    {
        var items = new List<StoredAttachment>();
        ETag? list = null;
        await foreach (var row in parents.TableOf(parent)
            .QueryAsync(TableFilter.RowKeyPrefix(parent.Partition, AttachmentRows.Prefix), cancellationToken: cancellationToken))
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
    public async Task<bool> AddAsync(AttachmentParent parent, StoredAttachments seen, AttachmentFile file, CancellationToken cancellationToken)
    {
        var list = new TableEntity(parent.Partition, AttachmentRows.List);
        TableTransactionAction[] actions =
        [
            seen.List is { } version ? TableTransactionAction.Update(list, version, TableUpdateMode.Replace) : TableTransactionAction.Add(list),
            TableTransactionAction.Add(AttachmentRows.ToRow(parent, file)),
        ];
        return (await parents.TableOf(parent).SubmitTransactionAsync(actions, cancellationToken)).IsSaved;
    }

    /// <summary>Changes one; false when it was changed since it was read.</summary>
    public async Task<bool> SaveAsync(AttachmentParent parent, StoredAttachment before, AttachmentFile after, CancellationToken cancellationToken) =>
        await ReplaceAsync(parent, before, after, cancellationToken) is not null;

    /// <summary>The same, and what then lies there; null when it was changed since it was read.</summary>
    public async Task<StoredAttachment?> ReplaceAsync(
        AttachmentParent parent, StoredAttachment before, AttachmentFile after, CancellationToken cancellationToken)
    {
        var row = AttachmentRows.ToRow(parent, after);
        var written = await parents.TableOf(parent).UpdateEntityAsync(row, before.ETag, TableUpdateMode.Replace, cancellationToken);
        return written.IsSaved ? new(after, written.ETag) : null;
    }

    /// <summary>The same together with the message that has it scanned.</summary>
    public async Task<bool> CompleteAsync(AttachmentParent parent, StoredAttachment before, AttachmentFile after, CancellationToken cancellationToken)
    {
        var change = TableTransactionAction.Update(AttachmentRows.ToRow(parent, after), before.ETag, TableUpdateMode.Replace);
        return (await parents.ScansOf(parent).CommitAsync(parents.TableOf(parent), parent.Partition, [change], cancellationToken)).IsCommitted;
    }
}
