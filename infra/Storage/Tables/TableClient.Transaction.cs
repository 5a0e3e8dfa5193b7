using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <content>Writing several rows as one.</content>
public sealed partial class TableClient
{
    /// <summary>
    /// Does all actions or none (entity-group transaction, docs/storage-protocol.md §3.6). Outcomes other than saved name the first refused action.
    /// </summary>
    /// <param name="actions">1 to 100 actions on distinct rows of one partition, together at most 4 MiB on the wire.</param>
    /// <param name="cancellationToken">Stops waiting; the transaction may still happen.</param>
    /// <exception cref="ArgumentException">The actions break a rule of the service.</exception>
    /// <exception cref="RequestFailedException">Storage refused or is away, or the table does not exist.</exception>
    public async Task<TableTransactionResult> SubmitTransactionAsync(
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken = default)
    {
        TableTransactionRules.Check(actions);
        using var message = _pipeline.CreateMessage(TableOperations.Transaction, RequestMethod.Post, "/$batch");
        TableRequest.AcceptNothing(message.Request);
        message.Request.Headers.Add("Content-Type", TableTransactionWriter.ContentType);
        var body = new PooledContent();
        TableTransactionWriter.Write(body, _pipeline.Endpoint, Name, actions);
        if (body.Length > TableLimits.TransactionSize)
        {
            throw new ArgumentException($"The transaction takes {body.Length} bytes; {TableLimits.TransactionSize} are possible.", nameof(actions));
        }

        message.Request.Content = body;
        var response = await _pipeline.SendAsync(message, cancellationToken);
        body.Release();
        if (response.IsError)
        {
            throw StorageError.Unexpected(message);
        }

        var answer = TableTransactionReader.Read(response.Content.ToMemory().Span);
        if (answer.Failure is not { } failure)
        {
            return answer.ETags.Count == actions.Count
                ? new TableTransactionResult(WriteOutcome.Saved, -1, answer.ETags) { WasRetried = message.WasRetried() }
                : throw StorageError.Create(TableOperations.Transaction.Name, response.Status, "InvalidAnswer", "The transaction's answer is incomplete.");
        }

        if (message.WasRetried() && await IsDoneAsync(actions, cancellationToken) is { } etags)
        {
            return new TableTransactionResult(WriteOutcome.Saved, -1, etags) { WasRetried = true };
        }

        return new TableTransactionResult(OutcomeOf(failure), failure.Index, []) { WasRetried = message.WasRetried() };
    }

    private static WriteOutcome OutcomeOf(TableTransactionFailure failure) => (failure.Status, failure.Code) switch
    {
        (_, "EntityAlreadyExists") => WriteOutcome.Exists,
        (_, "UpdateConditionNotSatisfied" or "ConditionNotMet") or (412, _) => WriteOutcome.Stale,
        (_, "ResourceNotFound" or "EntityNotFound") => WriteOutcome.NotFound,
        _ => throw StorageError.Create(TableOperations.Transaction.Name, failure.Status, failure.Code, failure.Text),
    };

    /// <summary>
    /// After a lost answer: the rows as they should be, with their ETags, or null when any is not. The transaction is one whole, so a row
    /// that somebody changed since makes the outcome a refusal; the caller then reads and decides, as after any refusal.
    /// </summary>
    private async Task<List<ETag>?> IsDoneAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        var etags = new List<ETag>(actions.Count);
        foreach (var action in actions)
        {
            var stored = await GetEntityIfExistsAsync(action.Entity.PartitionKey, action.Entity.RowKey, null, cancellationToken);
            if (!TableTransactionRules.IsDone(action, stored))
            {
                return null;
            }

            etags.Add(stored?.ETag ?? default);
        }

        return etags;
    }
}
