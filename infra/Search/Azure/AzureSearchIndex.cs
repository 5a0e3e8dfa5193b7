using Azure;
using Azure.Core;
using Azure.Search.Documents;
using Azure.Search.Documents.Indexes;
using Marketplace.Search.Store;
using Marketplace.Storage.Blobs;

namespace Marketplace.Search.Azure;

/// <summary>
/// An index on Azure AI Search: the same queries and, up to scoring, the same answers as the embedded engine. Known differences:
/// changes are found some seconds after they are written; a long query is relaxed to any of its words at once; paging by relevance goes on by count, so a
/// change of the index between two pages may repeat or skip a hit, and ends after 100,000 hits; suggestions consider the 200 documents with the highest
/// attention that match; similar documents share words of name and tags; <see cref="SearchAnswer.IndexedAt"/> is the moment of the answer.
/// </summary>
public sealed class AzureSearchIndex : ISearchIndex, ISearchWriter, IAsyncDisposable
{
    // Longer than a lease, since nobody may break one here: the service could not refuse a late write.
    private static readonly IndexStoreOptions Limits = new() { WriterPatience = TimeSpan.FromSeconds(75), PresumedDeadAfter = TimeSpan.FromDays(1) };

    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _time;
    private readonly AzureSearcher _searcher;
    private readonly AzureSuggester _suggester;
    private readonly AzureWriter _writer;
    private readonly GroupCommit _group;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    /// <param name="options">Where the index is.</param>
    /// <param name="credential">How to sign in; needs the roles Search Index Data Contributor and, to create the index, Search Service Contributor.</param>
    /// <param name="locks">A container of its own for the lease by which writers take turns.</param>
    /// <param name="time">The clock.</param>
    public AzureSearchIndex(AzureSearchOptions options, TokenCredential credential, BlobContainerClient locks, TimeProvider time)
        : this(options, new SearchIndexClient(options.Endpoint, credential, ClientOptions()), locks, time)
    {
    }

    /// <summary>Makes a client that signs in with an administration key; nothing is sent yet.</summary>
    /// <param name="options">Where the index is.</param>
    /// <param name="key">The key.</param>
    /// <param name="locks">A container of its own for the lease by which writers take turns.</param>
    /// <param name="time">The clock.</param>
    public AzureSearchIndex(AzureSearchOptions options, AzureKeyCredential key, BlobContainerClient locks, TimeProvider time)
        : this(options, new SearchIndexClient(options.Endpoint, key, ClientOptions()), locks, time)
    {
    }

    private AzureSearchIndex(AzureSearchOptions options, SearchIndexClient service, BlobContainerClient locks, TimeProvider time)
    {
        var client = service.GetSearchClient(options.IndexName);
        _time = time;
        _searcher = new AzureSearcher(client, time);
        _suggester = new AzureSuggester(client, options.KeywordFields);
        _writer = new AzureWriter(service, client, options, new IndexBlobs(locks), Limits, time);
        _group = new GroupCommit(group => _writer.CommitAsync(group, _stopping.Token));
    }

    /// <inheritdoc/>
    public async ValueTask<SearchAnswer> SearchAsync(SearchQuery query, CancellationToken cancellationToken) =>
        await _searcher.SearchAsync(query, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Suggestion>> SuggestAsync(SuggestQuery query, CancellationToken cancellationToken) =>
        await _suggester.SuggestAsync(query, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SearchHit>> SimilarAsync(
        string id, int limit, IReadOnlyList<KeywordFilter> filters, CancellationToken cancellationToken) =>
        await _suggester.SimilarAsync(id, limit, filters, cancellationToken);

    /// <inheritdoc/>
    public Task<IndexReceipt> ApplyAsync(IReadOnlyList<string> ids, LoadChanges load, CancellationToken cancellationToken) =>
        _group.SubmitAsync(WriteRequest.Load(ids, load, Limits.LoadBatch), cancellationToken);

    /// <summary>
    /// Makes changes that are known already. What the service has is read to ignore those that are older, but the service shows a write only some seconds
    /// later: prefer <see cref="ApplyAsync(IReadOnlyList{string}, LoadChanges, CancellationToken)"/>, which does not depend on it.
    /// </summary>
    /// <param name="changes">The changes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What was done.</returns>
    public Task<IndexReceipt> ApplyAsync(IReadOnlyList<IndexChange> changes, CancellationToken cancellationToken) =>
        _group.SubmitAsync(WriteRequest.Report(changes), cancellationToken);

    /// <inheritdoc/>
    public async Task<CompactionReceipt> CompactAsync(CancellationToken cancellationToken) => new(0, await _writer.ForgetAsync(cancellationToken));

    /// <summary>
    /// Writes every entry again, in place and each as it is at that moment, then deletes those that no longer exist. There is no gap: every entry can be found
    /// all the time. Killed or repeated it does no harm, and several at once only do the work twice.
    /// </summary>
    /// <param name="all">Every entry there is; only the ids are used.</param>
    /// <param name="load">Reads the state of entries.</param>
    /// <param name="cancellationToken">Ends the work; what is written so far stays.</param>
    /// <returns>What was done.</returns>
    public async Task<RebuildReceipt> RebuildAsync(IAsyncEnumerable<SearchDocument> all, LoadChanges load, CancellationToken cancellationToken)
    {
        var began = _time.GetUtcNow();
        var documents = 0L;
        var last = new IndexReceipt(0, 0, 0);
        await foreach (var ids in all.Select(document => document.Id).Chunk(Limits.LoadBatch).WithCancellation(cancellationToken))
        {
            last = await ApplyAsync(ids, load, cancellationToken);
            documents += ids.Length;
        }

        var reconciled = 0;
        await foreach (var ids in _writer.UntouchedSinceAsync(began, cancellationToken))
        {
            reconciled += (await ApplyAsync(ids, load, cancellationToken)).Applied;
        }

        return new RebuildReceipt(last.Generation, documents, reconciled);
    }

    /// <summary>Ends a write under way, waiting for it.</summary>
    /// <returns>The ending.</returns>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _group.DrainAsync();
        _stopping.Dispose();
    }

    // Two attempts of at most 8 s end well before the lease under which they began.
    private static SearchClientOptions ClientOptions()
    {
        var options = new SearchClientOptions();
        options.Retry.MaxRetries = 1;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(8);
        options.Diagnostics.IsDistributedTracingEnabled = false;
        return options;
    }
}
