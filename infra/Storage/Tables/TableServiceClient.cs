using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
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

    /// <summary>The names of the tables, optionally of those that begin with a prefix.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async IAsyncEnumerable<string> GetTableNamesAsync(string? prefix = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var filter = prefix is null ? null : TableClient.CreateQueryFilter($"TableName ge {prefix} and TableName lt {prefix + "{"}");
        string? next = null;
        do
        {
            using var message = _pipeline.CreateMessage(TableOperations.ListTables, RequestMethod.Get, "/Tables");
            TableRequest.AcceptJson(message.Request);
            message.Request.AppendQuery("$filter", filter);
            message.Request.AppendQuery("NextTableName", next);
            var response = await _pipeline.SendAsync(message, cancellationToken);
            if (response.IsError)
            {
                throw StorageError.Unexpected(message);
            }

            foreach (var table in TableEntityReader.ReadPage(response.Content.ToMemory().Span))
            {
                yield return table.GetString("TableName")!;
            }

            next = response.Header("x-ms-continuation-NextTableName");
        }
        while (next is not null);
    }
}
