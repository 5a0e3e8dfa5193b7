using System.Collections.Concurrent;

namespace Marketplace.Storage.Pipeline;

/// <summary>
/// How many bulk requests of this process are on their way at once: more while storage answers as quickly as it can, fewer as soon as answers take longer,
/// which means that requests wait for each other there. Requests that are not bulk never wait (docs/decisions/0020-bulk-work.md).
/// </summary>
internal sealed class BulkPacing(TimeProvider time)
{
    public const int Most = 32;

    private const double Least = 1;
    private const double Slow = 2.5;
    private const double Weight = 0.1;

    /// <summary>By how much the quickest answer known is raised by each slower one, so that it follows an account that became slower for good.</summary>
    private const double Forgetting = 0.0001;

    /// <summary>Answers quicker than this differ by chance alone.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(4);

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly ConcurrentDictionary<string, double> _quickest = new(StringComparer.Ordinal);
    private double _limit = 8;
    private double _slowness = 1;
    private int _sent;

    /// <summary>That of the process.</summary>
    public static BulkPacing Shared { get; } = new(TimeProvider.System);

    /// <summary>Bulk requests that may be on their way at once.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return (int)_limit;
            }
        }
    }

    /// <summary>Waits for a turn, in the order of asking.</summary>
    public async ValueTask<BulkTurn> EnterAsync(string operation, CancellationToken cancellationToken)
    {
        TaskCompletionSource? turn = null;
        lock (_lock)
        {
            if (_sent < (int)_limit)
            {
                _sent++;
            }
            else
            {
                turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue(turn);
            }
        }

        if (turn is not null)
        {
            await WaitAsync(turn, cancellationToken);
        }

        return new BulkTurn(this, operation, time.GetTimestamp());
    }

    /// <summary>Ends a turn, and learns from how long its answer took.</summary>
    public void Leave(BulkTurn turn, bool isAnswered)
    {
        var took = Math.Max(time.GetElapsedTime(turn.Began).TotalMilliseconds, Shortest.TotalMilliseconds);
        var quickest = _quickest.AddOrUpdate(turn.Operation, took, (_, known) => took < known ? took : known + ((took - known) * Forgetting));
        lock (_lock)
        {
            _sent--;
            _slowness += ((took / quickest) - _slowness) * Weight;
            _limit = !isAnswered ? Math.Max(Least, _limit / 2)
                : _slowness > Slow ? Math.Max(Least, _limit - (1 / _limit))
                : Math.Min(Most, _limit + (1 / _limit));
            while (_sent < (int)_limit && _waiting.TryDequeue(out var next))
            {
                _sent += next.TrySetResult() ? 1 : 0;
            }
        }
    }

    private static async Task WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }
}

/// <summary>One bulk request on its way.</summary>
internal readonly record struct BulkTurn(BulkPacing Pacing, string Operation, long Began);
