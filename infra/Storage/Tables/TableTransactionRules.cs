namespace Marketplace.Storage.Tables;

/// <summary>The shape a transaction must have; the emulator lets most violations pass, the cloud does not.</summary>
internal static class TableTransactionRules
{
    public static void Check(IReadOnlyList<TableTransactionAction> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        if (actions.Count is < 1 or > TableLimits.TransactionActions)
        {
            throw new ArgumentException($"A transaction has 1 to {TableLimits.TransactionActions} actions, this one {actions.Count}.", nameof(actions));
        }

        var partition = actions[0].Entity.PartitionKey;
        var rows = new HashSet<string>(actions.Count, StringComparer.Ordinal);
        foreach (var action in actions)
        {
            TableNames.CheckEntity(action.Entity);
            if (!string.Equals(action.Entity.PartitionKey, partition, StringComparison.Ordinal))
            {
                throw new ArgumentException("A transaction's rows share one partition key.", nameof(actions));
            }

            if (!rows.Add(action.Entity.RowKey))
            {
                throw new ArgumentException("A transaction names each row once.", nameof(actions));
            }
        }
    }

    public static bool IsDone(TableTransactionAction action, TableEntity? stored) => action.ActionType switch
    {
        TableTransactionActionType.Delete => stored is null,
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge =>
            stored is not null && TableEntityComparison.Holds(stored, action.Entity, TableUpdateMode.Merge),
        _ => stored is not null && TableEntityComparison.Holds(stored, action.Entity, TableUpdateMode.Replace),
    };
}
