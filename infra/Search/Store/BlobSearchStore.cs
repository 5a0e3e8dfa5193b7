using Marketplace.Storage.Blobs;
using Microsoft.Extensions.Logging;

namespace Marketplace.Search.Store;

/// <summary>
/// The embedded engine's index, kept in a blob container: immutable segments and delete sets, and one manifest that says which of them are the index.
/// <see cref="Index"/> answers queries in this process, <see cref="RunAsync"/> keeps it up to date with what any process writes through its
/// <see cref="Writer"/>.
/// </summary>
public sealed class BlobSearchStore : IAsyncDisposable
{
    private readonly IndexRefresher _follower;
    private readonly SearchWriter _writer;
    private readonly CopyKeeper _keeper;
    private readonly TimeProvider _time;

    /// <summary>Makes a store; nothing is sent yet.</summary>
    /// <param name="container">A container for this index alone. It is created by the first write; without it the index is empty.</param>
    /// <param name="source">What the index is made from; null if its owner looks after lost and damaged indexes himself.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears of an index that cannot be read, and of its recovery.</param>
    public BlobSearchStore(
        BlobContainerClient container, IIndexSource? source, IndexStoreOptions options, TimeProvider time, ILogger<BlobSearchStore> logger)
    {
        source ??= new NoIndexSource();
        var access = IndexAccess.To(container, source);
        var segments = new SegmentCache(access.Blobs);
        var requests = new RebuildRequests(access.Traces, source, options, time, logger);
        _follower = new IndexRefresher(new StateReader(access, segments, withLogs: false), requests, options, time, logger);
        var copy = options.CopyFolder is { } folder ? new LocalCopy(folder, container.Uri, options.MaxCopyBytes) : null;
        _time = time;
        _keeper = new CopyKeeper(_follower, copy, segments, options, logger);
        _writer = new SearchWriter(access, segments, requests, options, time);
    }

    /// <summary>Answers queries from memory, from the newest state that could be read; empty before the first <see cref="RefreshAsync"/>.</summary>
    public ISearchIndex Index => _follower.Index;

    /// <summary>Changes the index, for all processes.</summary>
    public ISearchWriter Writer => _writer;

    /// <summary>How reading is doing.</summary>
    public IndexStatus Status => _follower.Status;

    /// <summary>
    /// Loads <see cref="Index"/> before the first query, from the copy on disk if storage takes too long. Does not throw if that cannot be done.
    /// </summary>
    /// <param name="patience">How long storage may take where there is no copy.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <returns>The loading; <see cref="Status"/> tells what came of it.</returns>
    public Task LoadAsync(TimeSpan patience, CancellationToken cancellationToken) => _keeper.LoadAsync(patience, _time, cancellationToken);

    /// <summary>
    /// Brings <see cref="Index"/> up to date once, such as before the first query. Does not throw if that cannot be done: <see cref="Status"/> says why.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Whether <see cref="Index"/> is up to date.</returns>
    public Task<bool> RefreshAsync(CancellationToken cancellationToken) => _follower.RefreshAsync(cancellationToken);

    /// <summary>
    /// Keeps <see cref="Index"/> up to date, looking every <see cref="IndexStoreOptions.PollInterval"/>, until told to end. Failures show in
    /// <see cref="Status"/> only. Keeps the copy on disk up to date as well.
    /// </summary>
    /// <param name="cancellationToken">Ends the following; the task then ends without an exception.</param>
    /// <returns>The following.</returns>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_follower.RunAsync(cancellationToken), _keeper.RunAsync(_time, cancellationToken));

    /// <summary>Ends a commit under way, waiting for it.</summary>
    /// <returns>The ending.</returns>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _follower.Dispose();
    }
}
