namespace Marketplace.LocalHost.Timers;

/// <summary>The host's decisions about a timer's recorded status (docs/host-contract.md §12), free of clocks and storage.</summary>
internal static class TimerRules
{
    /// <summary>
    /// What to go on from at start: a first status for a new timer, a fresh one where the schedule has changed meanwhile, else the recorded one.
    /// </summary>
    public static TimerStatus AtStart(TimerStatus? recorded, TimerSchedule schedule, DateTimeOffset now)
    {
        if (recorded is null)
        {
            // Recorded before the first occurrence, so that even that one is noticed when missed.
            return new TimerStatus(default, schedule.Next(now), now);
        }

        var basis = recorded.Last != default ? recorded.Last : recorded.LastUpdated != default ? recorded.LastUpdated : now;
        var expected = schedule.Next(basis);
        if (recorded.Next == expected)
        {
            return recorded;
        }

        // A changed schedule never makes a timer past due.
        return new TimerStatus(default, now > expected ? schedule.Next(now) : expected, now > expected ? now : basis);
    }

    /// <summary>Whether an occurrence was missed while nobody was there.</summary>
    public static bool IsPastDue(TimerStatus status, DateTimeOffset now) => now > status.Next;

    /// <summary>The status after an occurrence that began at a given time; one that fired a moment early counts as on time.</summary>
    public static TimerStatus AfterRun(TimerStatus before, TimerSchedule schedule, DateTimeOffset began, bool onSchedule)
    {
        var counted = onSchedule && before.Next > began ? before.Next : began;
        return new TimerStatus(counted, schedule.Next(counted), counted);
    }
}
