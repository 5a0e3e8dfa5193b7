namespace Marketplace.LocalHost.Handler;

/// <summary>Counts crashes: the third whose gaps to their neighbours are at most 30 minutes ends the host (contract §1).</summary>
internal sealed class CrashBudget(TimeProvider clock)
{
    private const int Allowed = 3;
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(30);

    private int count;
    private DateTimeOffset last;

    /// <summary>Counts one crash, and tells whether it was one too many.</summary>
    public bool IsSpent()
    {
        var now = clock.GetUtcNow();
        count = count > 0 && now - last <= LongestGap ? count + 1 : 1;
        last = now;
        return count >= Allowed;
    }
}
