using Azure;

namespace Marketplace.Storage.Tables;

/// <summary>What one action of a transaction does.</summary>
public enum TableTransactionActionType
{
    /// <summary>Inserts; the key must be free.</summary>
    Add,

    /// <summary>Changes the named properties of the given version.</summary>
    UpdateMerge,

    /// <summary>Replaces the given version.</summary>
    UpdateReplace,

    /// <summary>Deletes the given version.</summary>
    Delete,

    /// <summary>Inserts, or changes the named properties of whatever is there.</summary>
    UpsertMerge,

    /// <summary>Inserts, or replaces whatever is there.</summary>
    UpsertReplace,
}

/// <summary>One action of an entity-group transaction. An update or a deletion always names its version; <see cref="Azure.ETag.All"/> means any.</summary>
public sealed record TableTransactionAction
{
    private TableTransactionAction(TableTransactionActionType type, TableEntity entity, ETag etag)
    {
        ActionType = type;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What is done.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>The row; of a deletion only its keys.</summary>
    public TableEntity Entity { get; }

    /// <summary>The version an update or deletion requires; default otherwise.</summary>
    public ETag ETag { get; }

    /// <summary>Inserts; the key must be free.</summary>
    public static TableTransactionAction Add(TableEntity entity) => new(TableTransactionActionType.Add, entity, default);

    /// <summary>Inserts, or replaces or merges into whatever is there.</summary>
    public static TableTransactionAction Upsert(TableEntity entity, TableUpdateMode mode) =>
        new(mode == TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace, entity, default);

    /// <summary>Replaces, or merges into, the given version.</summary>
    public static TableTransactionAction Update(TableEntity entity, ETag ifMatch, TableUpdateMode mode) =>
        new(mode == TableUpdateMode.Merge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace, entity, Required(ifMatch));

    /// <summary>Deletes the given version.</summary>
    public static TableTransactionAction Delete(string partitionKey, string rowKey, ETag ifMatch) =>
        new(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), Required(ifMatch));

    internal static ETag Required(ETag ifMatch) =>
        ifMatch == default ? throw new ArgumentException("An ETag is required; ETag.All matches any version.", nameof(ifMatch)) : ifMatch;
}
