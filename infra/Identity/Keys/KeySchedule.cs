namespace Marketplace.Identity.Keys;

/// <summary>When keys are fetched, and for how long they are believed. Pure.</summary>
internal static class KeySchedule
{
    /// <summary>Keys older than this are fetched anew in the background while they are used.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromHours(1);

    /// <summary>Keys older than this are not used: an outage of a day outlasts every token, and a withdrawn key must end some time.</summary>
    public static readonly TimeSpan UsableFor = TimeSpan.FromDays(1);

    /// <summary>The least time between two fetches while keys are known, whatever tokens ask for.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>The least time between two fetches while no keys are known: 1 s, doubling to a minute.</summary>
    public static TimeSpan Backoff(int failures) => failures >= 7 ? Interval : TimeSpan.FromSeconds(1 << Math.Max(0, failures - 1));
}
