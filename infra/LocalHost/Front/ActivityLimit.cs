namespace Marketplace.LocalHost.Front;

/// <summary>
/// Ends a proxied exchange when nothing moved for a while, when the function's time is over, or when the client is gone; one timer serves all.
/// </summary>
internal sealed class ActivityLimit : IDisposable
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(240);

    private readonly TimeProvider _clock;
    private readonly TimeSpan? _total;
    private readonly long _started;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _client;

    public ActivityLimit(TimeSpan? total, TimeProvider clock, CancellationToken clientGone)
    {
        _total = total;
        _clock = clock;
        _started = clock.GetTimestamp();
        _source = new CancellationTokenSource(Next(), clock);
        _client = clientGone.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the function's own time, not idleness or the client, ended the exchange.</summary>
    public bool TimeIsOver => _total is { } limit && _clock.GetElapsedTime(_started) >= limit;

    /// <summary>Something moved: idleness counts from now.</summary>
    public void Moved() => _source.CancelAfter(Next());

    public void Dispose()
    {
        _client.Dispose();
        _source.Dispose();
    }

    private TimeSpan Next()
    {
        if (_total is not { } limit)
        {
            return LongestIdle;
        }

        var left = limit - _clock.GetElapsedTime(_started);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestIdle ? left : LongestIdle;
    }
}
