using Azure;
using Azure.Core;
using Marketplace.Storage.Pipeline;

namespace Marketplace.Storage.Tables;

/// <content>Reading many rows.</content>
public sealed partial class TableClient
{
    /// <summary>
    /// The rows a filter accepts, ordered by partition and row key, streamed page by page; <see cref="AsyncPageable{T}.AsPages"/> gives the pages with
    /// their continuation tokens. A page may be empty and still have a successor.
    /// </summary>
    /// <param name="filter">From <see cref="CreateQueryFilter"/> or <see cref="TableFilter"/>; null for every row. Without an exact partition key this is a
    /// scan.</param>
    /// <param name="maxPerPage">Rows of a page, 1 to 1,000; null for the service's 1,000.</param>
    /// <param name="select">The properties wanted; null for all. Keys come in any case.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">While reading: storage refused or is away, or the table does not exist.</exception>
    public AsyncPageable<TableEntity> QueryAsync(
        string? filter = null,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
    {
        CheckPageSize(maxPerPage);
        return new Rows(this, filter, maxPerPage, Selection(select), cancellationToken);
    }

    private static void CheckPageSize(int? size)
    {
        if (size is < 1 or > TableLimits.PageSize)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A page has 1 to {TableLimits.PageSize} rows.");
        }
    }

    private async Task<Page<TableEntity>> GetPageAsync(
        string? filter,
        int? size,
        string? selection,
        string? continuation,
        CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage(TableOperations.Query, RequestMethod.Get, $"/{Name}()");
        var request = message.Request;
        TableRequest.AcceptJson(request);
        request.AppendQuery("$filter", filter);
        request.AppendQuery("$select", selection);
        request.AppendQuery("$top", size is { } top ? FormattableString.Invariant($"{top}") : null);
        TableContinuation.Append(request, continuation);
        var response = await _pipeline.SendAsync(message, cancellationToken);
        return response.IsError
            ? throw StorageError.Unexpected(message)
            : Page<TableEntity>.FromValues(TableEntityReader.ReadPage(response.Content.ToMemory().Span), TableContinuation.Read(response), response);
    }

    private sealed class Rows(TableClient table, string? filter, int? size, string? selection, CancellationToken cancellationToken)
        : AsyncPageable<TableEntity>(cancellationToken)
    {
        public override async IAsyncEnumerable<Page<TableEntity>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            CheckPageSize(pageSizeHint);
            do
            {
                var page = await table.GetPageAsync(filter, pageSizeHint ?? size, selection, continuationToken, CancellationToken);
                yield return page;
                continuationToken = page.ContinuationToken;
            }
            while (continuationToken is not null);
        }
    }
}
