using Azure;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;

namespace Marketplace.LocalHost.Timers;

/// <summary>
/// Runs one timer function on its schedule, while this instance holds its lock (docs/host-contract.md §12). Runs never overlap, and a failure changes nothing.
/// </summary>
internal sealed partial class TimerListener(FunctionDefinition function, TimerSchedule schedule, TimerStorage storage, FunctionRunner runner, ILogger log)
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OutageRetry = TimeSpan.FromSeconds(5);

    // One timer of the runtime cannot wait longer than 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TimeProvider _clock = storage.Clock;
    private readonly TimerStatusStore _store = new(storage.Container, storage.HostId, function.Name);
    private readonly SingletonLock _singleton = new(storage, function.Name, log);
    private readonly bool _monitored = !schedule.IsSubMinute(storage.Clock.GetUtcNow());

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var retry = LockRetry;
            try
            {
                await _singleton.TryRunAsync(KeepScheduleAsync, stopping);
            }
            catch (OperationCanceledException)
            {
                // Stopping, or the lock was lost.
            }
            catch (Exception exception) when (exception is RequestFailedException || StorageFailure.IsOutage(exception))
            {
                Away(log, function.Name, exception.Message);
                retry = OutageRetry;
            }

            await Task.Delay(retry, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task KeepScheduleAsync(CancellationToken held)
    {
        var status = await AtStartAsync(held);
        if (_monitored && TimerRules.IsPastDue(status, _clock.GetUtcNow()))
        {
            status = await OccurAsync(status, isPastDue: true, held);
        }

        while (true)
        {
            var next = schedule.Next(_clock.GetUtcNow());
            Scheduled(log, function.Name, next);
            await WaitUntilAsync(next, held);
            status = await OccurAsync(status with { Next = next }, isPastDue: false, held);
        }
    }

    private async Task<TimerStatus> AtStartAsync(CancellationToken held)
    {
        var recorded = _monitored ? await _store.ReadAsync(held) : null;
        var status = TimerRules.AtStart(recorded, schedule, _clock.GetUtcNow());
        if (_monitored && status != recorded)
        {
            await _store.WriteAsync(status, held);
        }

        return status;
    }

    private async Task WaitUntilAsync(DateTimeOffset time, CancellationToken held)
    {
        for (var left = time - _clock.GetUtcNow(); left > TimeSpan.Zero; left = time - _clock.GetUtcNow())
        {
            await Task.Delay(left < LongestWait ? left : LongestWait, _clock, held);
        }
    }

    private async Task<TimerStatus> OccurAsync(TimerStatus status, bool isPastDue, CancellationToken held)
    {
        var began = _clock.GetUtcNow();
        await runner.RunAsync(function, new TimerTriggerValue(_monitored ? status : null, isPastDue));
        var after = TimerRules.AfterRun(status, schedule, began, onSchedule: !isPastDue);
        if (_monitored)
        {
            await _store.WriteAsync(after, held);
        }

        return after;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Function} is next due at {Time:u}")]
    private static partial void Scheduled(ILogger logger, string function, DateTimeOffset time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function}: the timer's state cannot be kept, trying again: {Reason}")]
    private static partial void Away(ILogger logger, string function, string reason);
}

/// <summary>Where timers keep status and locks, and the clock they run by.</summary>
internal sealed record TimerStorage(BlobContainerClient Container, string HostId, TimeProvider Clock);
