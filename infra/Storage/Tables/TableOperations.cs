using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <summary>The table operations in use, each with the answers it expects (docs/storage-protocol.md §3.1).</summary>
internal static class TableOperations
{
    public static readonly StorageOperation CreateTable = StorageOperation.Create("Table.CreateTable", 201, 204, 409);
    public static readonly StorageOperation DeleteTable = StorageOperation.Create("Table.DeleteTable", 204, 404);
    public static readonly StorageOperation Insert = StorageOperation.Create("Table.Insert", 201, 204, 409);
    public static readonly StorageOperation Get = StorageOperation.Create("Table.Get", 200, 404);
    public static readonly StorageOperation Query = StorageOperation.Create("Table.Query", 200);
    public static readonly StorageOperation Update = StorageOperation.Create("Table.Update", 204, 404, 412);
    public static readonly StorageOperation Upsert = StorageOperation.Create("Table.Upsert", 204);
    public static readonly StorageOperation Delete = StorageOperation.Create("Table.Delete", 204, 404, 412);
    public static readonly StorageOperation Transaction = StorageOperation.Create("Table.Transaction", 202);
}
