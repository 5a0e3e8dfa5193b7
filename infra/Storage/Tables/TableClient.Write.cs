using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <content>Writing single rows.</content>
public sealed partial class TableClient
{
    /// <summary>Inserts a row: <see cref="WriteOutcome.Saved"/>, or <see cref="WriteOutcome.Exists"/> when its keys are taken.</summary>
    /// <exception cref="ArgumentException">The entity cannot be stored.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the table does not exist.</exception>
    public async Task<WriteResult> AddEntityAsync(TableEntity entity, CancellationToken cancellationToken = default)
    {
        TableNames.CheckEntity(entity);
        using var message = _pipeline.CreateMessage(TableOperations.Insert, RequestMethod.Post, $"/{Name}");
        var response = await SendAsync(message, entity, cancellationToken);
        return response.Status switch
        {
            201 or 204 => WriteResult.Saved(response.ETagOf()),
            409 when StorageError.CodeOf(response) is "EntityAlreadyExists" or "" =>
                await SettleAsync(message, entity, TableUpdateMode.Replace, WriteOutcome.Exists, cancellationToken),
            _ => throw StorageError.Unexpected(message),
        };
    }

    /// <summary>
    /// Changes a given version of a row: <see cref="WriteOutcome.Saved"/>, <see cref="WriteOutcome.Stale"/> or <see cref="WriteOutcome.NotFound"/>.
    /// </summary>
    /// <param name="entity">The row; properties it lacks are kept or removed as <paramref name="mode"/> says.</param>
    /// <param name="ifMatch">The version that was read; <see cref="ETag.All"/> for any.</param>
    /// <param name="mode">Merge or replace.</param>
    /// <param name="cancellationToken">Stops waiting; the write may still happen.</param>
    /// <exception cref="ArgumentException">The entity cannot be stored, or no ETag is given.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the table does not exist.</exception>
    public async Task<WriteResult> UpdateEntityAsync(
        TableEntity entity,
        ETag ifMatch,
        TableUpdateMode mode,
        CancellationToken cancellationToken = default)
    {
        TableNames.CheckEntity(entity);
        using var message = CreateMessage(TableOperations.Update, MethodOf(mode), entity.PartitionKey, entity.RowKey);
        message.Request.SetIfMatch(TableTransactionAction.Required(ifMatch));
        var response = await SendAsync(message, entity, cancellationToken);
        return response.Status switch
        {
            204 => WriteResult.Saved(response.ETagOf()),
            404 when IsMissingEntity(response) => WriteResult.Refused(WriteOutcome.NotFound),
            412 => await SettleAsync(message, entity, mode, WriteOutcome.Stale, cancellationToken),
            _ => throw StorageError.Unexpected(message),
        };
    }

    /// <summary>Inserts a row or changes whatever is there; always <see cref="WriteOutcome.Saved"/>.</summary>
    /// <exception cref="ArgumentException">The entity cannot be stored.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the table does not exist.</exception>
    public async Task<WriteResult> UpsertEntityAsync(TableEntity entity, TableUpdateMode mode, CancellationToken cancellationToken = default)
    {
        TableNames.CheckEntity(entity);
        using var message = CreateMessage(TableOperations.Upsert, MethodOf(mode), entity.PartitionKey, entity.RowKey);
        var response = await SendAsync(message, entity, cancellationToken);
        return response.Status == 204 ? WriteResult.Saved(response.ETagOf()) : throw StorageError.Unexpected(message);
    }

    /// <summary>
    /// Deletes a given version of a row: <see cref="WriteOutcome.Saved"/>, <see cref="WriteOutcome.Stale"/> or <see cref="WriteOutcome.NotFound"/>.
    /// </summary>
    /// <param name="partitionKey">Its partition key.</param>
    /// <param name="rowKey">Its row key.</param>
    /// <param name="ifMatch">The version that was read; <see cref="ETag.All"/> for any.</param>
    /// <param name="cancellationToken">Stops waiting; the deletion may still happen.</param>
    /// <exception cref="ArgumentException">No ETag is given.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the table does not exist.</exception>
    public async Task<WriteResult> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch,
        CancellationToken cancellationToken = default)
    {
        using var message = CreateMessage(TableOperations.Delete, RequestMethod.Delete, partitionKey, rowKey);
        TableRequest.AcceptNothing(message.Request);
        message.Request.SetIfMatch(TableTransactionAction.Required(ifMatch));
        message.Request.SetEmptyBody();
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            204 => WriteResult.Saved(default),
            404 when IsMissingEntity(response) => WriteResult.Refused(message.WasRetried() ? WriteOutcome.Saved : WriteOutcome.NotFound),
            412 => WriteResult.Refused(WriteOutcome.Stale),
            _ => throw StorageError.Unexpected(message),
        };
    }

    private static RequestMethod MethodOf(TableUpdateMode mode) => mode == TableUpdateMode.Merge ? RequestMethod.Patch : RequestMethod.Put;

    private static bool IsMissingEntity(Response response) => StorageError.CodeOf(response) != "TableNotFound";

    private async Task<Response> SendAsync(HttpMessage message, TableEntity entity, CancellationToken cancellationToken)
    {
        TableRequest.AcceptNothing(message.Request);
        var body = TableRequest.SetBody(message.Request, entity);
        var response = await _pipeline.SendAsync(message, cancellationToken);
        body.Release();
        return response;
    }

    /// <summary>A refusal after a retry may be the echo of our own success: the row as it stands decides.</summary>
    private async Task<WriteResult> SettleAsync(
        HttpMessage message,
        TableEntity entity,
        TableUpdateMode mode,
        WriteOutcome refusal,
        CancellationToken cancellationToken)
    {
        if (!message.WasRetried())
        {
            return WriteResult.Refused(refusal);
        }

        var stored = await GetEntityIfExistsAsync(entity.PartitionKey, entity.RowKey, null, cancellationToken);
        return stored is not null && TableEntityComparison.Holds(stored, entity, mode)
            ? WriteResult.Saved(stored.ETag)
            : WriteResult.Refused(refusal);
    }
}
