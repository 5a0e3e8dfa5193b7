namespace Marketplace.Functions.Tests.App;

/// <summary>The system's clock, ahead by as much as a test says; timers are real.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long _ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    /// <summary>Goes on from that moment.</summary>
    public void Set(DateTimeOffset moment) => Interlocked.Exchange(ref _ahead, (moment - base.GetUtcNow()).Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _ahead)).TotalSeconds * TimestampFrequency);
}
