using Azure;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;
using Marketplace.Storage;

namespace Marketplace.LocalHost.Timers;

/// <summary>Runs one timer function on its schedule, while this instance holds its lock (contract §12). Runs never overlap, and a failure changes nothing.</summary>
internal sealed partial class TimerListener(
    FunctionDefinition function, TimerTriggerBinding trigger, TimerStatusStore store, SingletonLock singleton, FunctionRunner runner, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan LockRetry = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OutageRetry = TimeSpan.FromSeconds(5);

    // One timer of the runtime cannot wait longer than 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TimerSchedule _schedule = trigger.Schedule;
    private readonly bool _monitored = trigger.UseMonitor && !trigger.Schedule.IsSubMinute(clock.GetUtcNow());

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var retry = LockRetry;
            try
            {
                await singleton.TryRunAsync(KeepScheduleAsync, stopping);
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

            await Task.Delay(retry, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task KeepScheduleAsync(CancellationToken held)
    {
        var status = await AtStartAsync(held);
        if (_monitored && TimerRules.IsPastDue(status, clock.GetUtcNow()))
        {
            status = await OccurAsync(status, isPastDue: true, onSchedule: false, held);
        }
        else if (trigger.RunOnStartup)
        {
            status = await OccurAsync(status, isPastDue: false, onSchedule: false, held);
        }

        while (true)
        {
            var next = _schedule.Next(clock.GetUtcNow());
            Scheduled(log, function.Name, next);
            await WaitUntilAsync(next, held);
            status = await OccurAsync(status with { Next = next }, isPastDue: false, onSchedule: true, held);
        }
    }

    private async Task<TimerStatus> AtStartAsync(CancellationToken held)
    {
        var recorded = _monitored ? await store.ReadAsync(held) : null;
        var status = TimerRules.AtStart(recorded, _schedule, clock.GetUtcNow());
        if (_monitored && status != recorded)
        {
            await store.WriteAsync(status, held);
        }

        return status;
    }

    private async Task WaitUntilAsync(DateTimeOffset time, CancellationToken held)
    {
        for (var left = time - clock.GetUtcNow(); left > TimeSpan.Zero; left = time - clock.GetUtcNow())
        {
            await Task.Delay(left < LongestWait ? left : LongestWait, clock, held);
        }
    }

    private async Task<TimerStatus> OccurAsync(TimerStatus status, bool isPastDue, bool onSchedule, CancellationToken held)
    {
        var began = clock.GetUtcNow();
        await runner.RunAsync(function, new TimerTriggerValue(_schedule.AdjustForDst, _monitored ? status : null, isPastDue), CancellationToken.None);
        var after = TimerRules.AfterRun(status, _schedule, began, onSchedule);
        if (_monitored)
        {
            await store.WriteAsync(after, held);
        }

        return after;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Function} is next due at {Time:u}")]
    private static partial void Scheduled(ILogger logger, string function, DateTimeOffset time);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function}: the timer's state cannot be kept, trying again: {Reason}")]
    private static partial void Away(ILogger logger, string function, string reason);
}
