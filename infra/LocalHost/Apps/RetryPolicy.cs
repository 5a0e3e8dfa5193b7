namespace Marketplace.LocalHost.Apps;

/// <summary>Retries within one process (contract §10): the delay stays the same, or doubles between its bounds.</summary>
/// <param name="MaxRetryCount">Retries after the first try; -1 for ever.</param>
/// <param name="FirstDelay">The pause before the first retry.</param>
/// <param name="LongestDelay">The bound of a doubling pause; equal to the first for a fixed one.</param>
internal sealed record RetryPolicy(int MaxRetryCount, TimeSpan FirstDelay, TimeSpan LongestDelay)
{
    public bool Allows(int retry) => MaxRetryCount < 0 || retry <= MaxRetryCount;

    /// <summary>The pause before a retry, counted from 1.</summary>
    public TimeSpan Delay(int retry)
    {
        // 2^30 times any delay in use is past every bound, and no shift overflows.
        var doubled = FirstDelay.TotalMilliseconds * (1L << Math.Min(retry - 1, 30));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, LongestDelay.TotalMilliseconds));
    }
}
