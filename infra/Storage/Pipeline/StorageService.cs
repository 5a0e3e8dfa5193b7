namespace Marketplace.Storage.Pipeline;

/// <summary>The three services of a storage account; they sign differently.</summary>
internal enum StorageService
{
    Blob,
    Queue,
    Table,
}
