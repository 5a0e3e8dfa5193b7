namespace Marketplace.TestKit;

/// <summary>
/// The tests' clock, with the members of Microsoft's <c>FakeTimeProvider</c>. It stands still until it is moved, and moving it fires the timers that are due.
/// </summary>
/// <param name="start">Where it stands at first; the beginning of 2026 unless given.</param>
public sealed class FakeTimeProvider(DateTimeOffset? start = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly long _created = TimeProvider.System.GetTimestamp();
    private DateTimeOffset _now = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether it goes on with the system's clock, beside being moved.</summary>
    public bool Runs { get; init; }

    /// <summary>Whether its timers are the system's, so that waiting ends without a move.</summary>
    public bool HasRealTimers { get; init; }

    /// <summary>A tick is 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The system's clock with its own timers, which a test can move ahead.</summary>
    public static FakeTimeProvider Running(TimeSpan ahead = default) => new(TimeProvider.System.GetUtcNow() + ahead) { Runs = true, HasRealTimers = true };

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now + SinceCreated();
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Whether some timer is set for exactly this time.</summary>
    public bool IsAwaited(DateTimeOffset time)
    {
        lock (_gate)
        {
            return _timers.Any(timer => timer.Due == time);
        }
    }

    /// <summary>Moves the clock; timers that become due fire before this returns.</summary>
    public void Advance(TimeSpan step) => SetUtcNow(GetUtcNow() + step);

    /// <summary>Sets the clock; timers that become due fire before this returns.</summary>
    public void SetUtcNow(DateTimeOffset time)
    {
        List<FakeTimer> due;
        lock (_gate)
        {
            _now = time - SinceCreated();
            due = [.. _timers.Where(timer => timer.Due <= time).OrderBy(timer => timer.Due)];
            due.ForEach(timer => timer.Due = timer.Period == Timeout.InfiniteTimeSpan ? null : time + timer.Period);
        }

        due.ForEach(timer => timer.Fire());
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (HasRealTimers)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var timer = new FakeTimer(this, callback, state);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    private TimeSpan SinceCreated() => Runs ? TimeProvider.System.GetElapsedTime(_created) : TimeSpan.Zero;

    private sealed class FakeTimer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public TimeSpan Period { get; private set; } = Timeout.InfiniteTimeSpan;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Period = period == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                if (dueTime != TimeSpan.Zero)
                {
                    return true;
                }

                Due = Period == Timeout.InfiniteTimeSpan ? null : clock._now + Period;
            }

            Fire();
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
