using System.Text;
using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <summary>
/// One table. A concurrency outcome is a value; <see cref="RequestFailedException"/> means an outage (<see cref="StorageFailure.IsOutage"/>),
/// a missing table or missing rights; <see cref="ArgumentException"/> means something the service would not store.
/// Writes are safe to retry: when an attempt's answer was lost, the row is read and compared before an outcome is told.
/// Safe for concurrent use.
/// </summary>
public sealed partial class TableClient
{
    private readonly StoragePipeline _pipeline;

    internal TableClient(StoragePipeline pipeline, string name)
    {
        _pipeline = pipeline;
        Name = name;
        Uri = new Uri($"{pipeline.Endpoint}/{name}");
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>The table's address.</summary>
    public Uri Uri { get; }

    /// <summary>Writes an OData filter from an interpolated text, with every hole escaped as the value it is.</summary>
    public static string CreateQueryFilter(TableFilter filter) => filter.Build();

    /// <summary>Creates the table; false when it exists already.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away; also while a table of that name is being deleted.</exception>
    public async Task<bool> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = _pipeline.CreateMessage(TableOperations.CreateTable, RequestMethod.Post, "/Tables");
        TableRequest.AcceptNothing(message.Request);
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(Encoding.UTF8.GetBytes($"{{\"TableName\":\"{Name}\"}}"));
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            201 or 204 => true,
            409 when StorageError.CodeOf(response) == "TableAlreadyExists" => false,
            _ => throw StorageError.Unexpected(message),
        };
    }

    /// <summary>Deletes the table with all its rows; false when there is none. In the cloud its name stays blocked for a while.</summary>
    /// <exception cref="RequestFailedException">Storage refused or is away.</exception>
    public async Task<bool> DeleteIfExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = _pipeline.CreateMessage(TableOperations.DeleteTable, RequestMethod.Delete, $"/Tables('{Name}')");
        TableRequest.AcceptNothing(message.Request);
        message.Request.SetEmptyBody();
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            204 => true,
            404 => message.WasRetried(),
            _ => throw StorageError.Unexpected(message),
        };
    }

    /// <summary>Reads one row; null when there is none.</summary>
    /// <param name="partitionKey">Its partition key.</param>
    /// <param name="rowKey">Its row key.</param>
    /// <param name="select">The properties wanted; null for all. Keys come in any case.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the table does not exist.</exception>
    public async Task<TableEntity?> GetEntityIfExistsAsync(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
    {
        using var message = CreateMessage(TableOperations.Get, RequestMethod.Get, partitionKey, rowKey);
        TableRequest.AcceptJson(message.Request);
        message.Request.AppendQuery("$select", Selection(select));
        var response = await _pipeline.SendAsync(message, cancellationToken);
        if (response.Status == 404 && StorageError.CodeOf(response) != "TableNotFound")
        {
            return null;
        }

        if (response.Status != 200)
        {
            throw StorageError.Unexpected(message);
        }

        var entity = TableEntityReader.ReadOne(response.Content.ToMemory().Span);
        entity.ETag = response.ETagOf();
        return entity;
    }

    private static string? Selection(IEnumerable<string>? select) =>
        select is null ? null : string.Join(',', select.Prepend("RowKey").Prepend("PartitionKey").Distinct(StringComparer.Ordinal));

    private HttpMessage CreateMessage(StorageOperation operation, RequestMethod method, string partitionKey, string rowKey)
    {
        TableNames.CheckKey(partitionKey, nameof(partitionKey));
        TableNames.CheckKey(rowKey, nameof(rowKey));
        return _pipeline.CreateMessage(operation, method, TableNames.EntityPath(Name, partitionKey, rowKey));
    }
}
