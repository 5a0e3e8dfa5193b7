using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <summary>The table service of one account. Safe for concurrent use; make one and keep it.</summary>
public sealed class TableServiceClient
{
    private readonly StoragePipeline _pipeline;

    /// <param name="endpoint">The service's full address.</param>
    /// <param name="credential">How to sign in.</param>
    /// <param name="options">Retries, time limits, meter; null for the defaults.</param>
    public TableServiceClient(Uri endpoint, StorageCredential credential, StorageClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        _pipeline = new StoragePipeline(endpoint, credential, StorageService.Table, options ?? new StorageClientOptions());
    }

    /// <summary>The service's address.</summary>
    public Uri Uri => _pipeline.Endpoint;

    /// <summary>A client of one table; nothing is sent.</summary>
    /// <exception cref="ArgumentException">The name is no table name: 3 to 63 letters and digits, the first a letter.</exception>
    public TableClient GetTableClient(string tableName) => new(_pipeline, TableNames.CheckTable(tableName));
}
