namespace Marketplace.LocalHost.Handler;

/// <summary>Counts crashes: the third whose gaps to their neighbours are at most 30 minutes ends the host (contract §1).</summary>
internal sealed class CrashBudget(TimeProvider clock)
{
    private const int Allowed = 3;
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(30);

    private int _count;
    private DateTimeOffset _last;

    /// <summary>Counts one crash, and tells whether it was one too many.</summary>
    public bool IsSpent()
    {
        var now = clock.GetUtcNow();
        _count = _count > 0 && now - _last <= LongestGap ? _count + 1 : 1;
        _last = now;
        return _count >= Allowed;
    }
}
