using System.Security.Cryptography;
using Azure;
using Marketplace.Search.Embedded;
using Marketplace.Storage;
using Microsoft.Extensions.Logging;

namespace Marketplace.Search.Store;

/// <summary>
/// Keeps an engine's snapshot up to date with the stored index. Whatever happens to storage or its content, queries are answered from the last good state.
/// </summary>
/// <param name="states">Reads the stored index.</param>
/// <param name="requests">Told of damage.</param>
/// <param name="options">Limits.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of an index that cannot be read, and of its recovery.</param>
internal sealed partial class IndexRefresher(
    StateReader states, RebuildRequests requests, IndexStoreOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IndexState _state = IndexState.Empty;
    private volatile IndexStatus _status = IndexStatus.Initial;

    public EmbeddedIndex Index { get; } = new(Snapshot.Empty);

    public IndexStatus Status => _status;

    /// <summary>The newest whole state that storage gave, and when it last confirmed that it is; null before the first.</summary>
    public (IndexState State, DateTimeOffset ConfirmedAt)? Confirmed =>
        _status is { CheckedAt: { } at } status
        && Volatile.Read(ref _state) is { Manifest.Generation: > 0 } state
        && state.Manifest.Generation == status.Generation
            ? (state, at)
            : null;

    /// <summary>Looks for a newer state once and puts it in use.</summary>
    /// <returns>Whether the newest state is in use now.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var state = await states.ReadAsync(_state, cancellationToken);
            if (state.Damage is { } damage)
            {
                Report(null, damage);
                await requests.EnsureAsync(state, cancellationToken);
                return false;
            }

            Use(state);
            return true;
        }
        catch (IndexFormatException newer)
        {
            return Report(newer, newer.Message);
        }
        catch (RequestFailedException failed)
        {
            return Report(failed, StorageFailure.IsOutage(failed) ? "Storage is away." : $"Storage refuses to be read: {failed.ErrorCode}.");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Answers from a copy until storage gives the index.</summary>
    public async Task UseCopyAsync(CopiedIndex copy, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_status.Loaded)
            {
                Index.Use(copy.State.ToSnapshot());
                _status = StatusOf(copy.State) with { CheckedAt = null, Problem = _status.Problem ?? "Storage is slow to answer.", CopyOf = copy.ConfirmedAt };
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Follows the index until it is told to end. Never fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = options.PollInterval;
        try
        {
            while (true)
            {
                var longer = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, options.MaxPollInterval.Ticks));
                pause = await RefreshAsync(cancellationToken) ? options.PollInterval : longer;
                await Task.Delay(Jittered(pause), time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That is how following ends.
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Use(IndexState state)
    {
        if (!ReferenceEquals(state, _state))
        {
            Index.Use(state.ToSnapshot());
            Volatile.Write(ref _state, state);
        }

        if (_status.Problem is not null)
        {
            Recovered(logger, state.Manifest.Generation);
        }

        _status = StatusOf(state);
    }

    private IndexStatus StatusOf(IndexState state)
    {
        var indexedAt = state.Manifest.Generation == 0 ? (DateTimeOffset?)null : state.Manifest.IndexedAt;
        return new(true, state.Manifest.Generation, state.Documents, state.Parts.Count, indexedAt, time.GetUtcNow(), null);
    }

    private bool Report(Exception? cause, string problem)
    {
        if (_status.Problem != problem)
        {
            Failed(logger, cause, _status.Generation, problem);
        }

        _status = _status with { Problem = problem };
        return false;
    }

    // Give or take a fifth, so that the readers of an instance do not all ask at once.
    private static TimeSpan Jittered(TimeSpan pause) => pause * (RandomNumberGenerator.GetInt32(800, 1201) / 1000.0);

    [LoggerMessage(1, LogLevel.Warning, "The search index stays at generation {Generation}. {Problem}")]
    private static partial void Failed(ILogger logger, Exception? cause, long generation, string problem);

    [LoggerMessage(2, LogLevel.Information, "The search index can be read again, at generation {Generation}.")]
    private static partial void Recovered(ILogger logger, long generation);
}
