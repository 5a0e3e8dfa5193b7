using NCrontab;

namespace Marketplace.LocalHost.Timers;

/// <summary>When a timer occurs, in UTC: NCRONTAB of six fields (docs/host-contract.md §12).</summary>
internal sealed class TimerSchedule(CrontabSchedule crontab)
{
    private const int Sample = 5;

    /// <exception cref="StartupException">The text is no NCRONTAB expression of six fields.</exception>
    public static TimerSchedule Parse(string text) =>
        CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is { } crontab
            ? new TimerSchedule(crontab)
            : throw new StartupException($"the schedule '{text}' must be NCRONTAB with six fields, such as '0 */5 * * * *'.");

    /// <summary>The first occurrence after a moment.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var next = crontab.GetNextOccurrence(after.UtcDateTime);
        return next == DateTime.MaxValue ? DateTimeOffset.MaxValue : new DateTimeOffset(next, TimeSpan.Zero);
    }

    /// <summary>Whether it occurs more than once a minute: such timers are not monitored.</summary>
    public bool IsSubMinute(DateTimeOffset now)
    {
        var occurrence = Next(now);
        for (var i = 0; i < Sample; i++)
        {
            var following = Next(occurrence);
            if (following - occurrence < TimeSpan.FromMinutes(1))
            {
                return true;
            }

            occurrence = following;
        }

        return false;
    }
}
