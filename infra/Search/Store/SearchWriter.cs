namespace Marketplace.Search.Store;

/// <summary>Changes an index kept in blobs.</summary>
internal sealed class SearchWriter : ISearchWriter, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly IndexStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly Committer _committer;
    private readonly Committer _rebuilding;
    private readonly GroupCommit _group;
    private readonly Compactor _compactor;
    private readonly Rebuilder _rebuilder;

    public SearchWriter(IndexAccess access, SegmentCache segments, RebuildRequests requests, IndexStoreOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _committer = new Committer(access, new StateReader(access, segments, withLogs: true), requests.EnsureAsync, options, time);
        _rebuilding = new Committer(access, new StateReader(access, segments: null, withLogs: true), static (_, _) => Task.CompletedTask, options, time);
        _group = new GroupCommit(CommitAsync);
        _compactor = new Compactor(access, _committer, options, time);
        _rebuilder = new Rebuilder(access, segments, _rebuilding, options, time);
    }

    public Task<IndexReceipt> ApplyAsync(IReadOnlyList<string> ids, LoadChanges load, CancellationToken cancellationToken) =>
        _group.SubmitAsync(WriteRequest.Load(ids, load, _options.LoadBatch), cancellationToken);

    public Task<IndexReceipt> ApplyAsync(IReadOnlyList<IndexChange> changes, CancellationToken cancellationToken) =>
        _group.SubmitAsync(WriteRequest.Report(changes), cancellationToken);

    public Task<CompactionReceipt> CompactAsync(CancellationToken cancellationToken) => _compactor.RunAsync(cancellationToken);

    public Task<RebuildReceipt> RebuildAsync(IAsyncEnumerable<SearchDocument> all, LoadChanges load, CancellationToken cancellationToken) =>
        _rebuilder.RunAsync(all, load, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // The store and the container that hands it out both own the writer.
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _group.DrainAsync();
        _committer.Dispose();
        _rebuilding.Dispose();
        _stopping.Dispose();
    }

    private async Task<GroupResult> CommitAsync(IReadOnlyList<WriteRequest> group)
    {
        IReadOnlySet<string> applied = new HashSet<string>();
        var committed = await _committer.CommitAsync(
            async (state, stop) =>
            {
                var proposals = await GroupProposals.ReadAsync(group, stop);
                (var edition, applied) = proposals.Apply(state, _time.GetUtcNow());
                return edition;
            },
            _stopping.Token);
        return new GroupResult(committed.Manifest.Generation, applied);
    }
}
