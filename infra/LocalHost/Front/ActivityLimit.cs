namespace Marketplace.LocalHost.Front;

/// <summary>
/// Ends a proxied exchange when nothing moved for a while, when the function's time is over, or when the client is gone; one timer serves all.
/// </summary>
internal sealed class ActivityLimit : IDisposable
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(240);

    private readonly TimeProvider clock;
    private readonly TimeSpan? total;
    private readonly long started;
    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration client;

    public ActivityLimit(TimeSpan? total, TimeProvider clock, CancellationToken clientGone)
    {
        this.total = total;
        this.clock = clock;
        started = clock.GetTimestamp();
        source = new CancellationTokenSource(Next(), clock);
        client = clientGone.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    public CancellationToken Token => source.Token;

    /// <summary>Whether the function's own time, not idleness or the client, ended the exchange.</summary>
    public bool TimeIsOver => total is { } limit && clock.GetElapsedTime(started) >= limit;

    /// <summary>Something moved: idleness counts from now.</summary>
    public void Moved() => source.CancelAfter(Next());

    public void Dispose()
    {
        client.Dispose();
        source.Dispose();
    }

    private TimeSpan Next()
    {
        if (total is not { } limit)
        {
            return LongestIdle;
        }

        var left = limit - clock.GetElapsedTime(started);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestIdle ? left : LongestIdle;
    }
}
