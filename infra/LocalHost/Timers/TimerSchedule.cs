using System.Globalization;
using NCrontab;

namespace Marketplace.LocalHost.Timers;

/// <summary>When a timer occurs (contract §12), in UTC: NCRONTAB of six fields, of five (at second 0), or a time span.</summary>
internal abstract class TimerSchedule
{
    private const int Sample = 5;

    /// <summary>What the payload says; false for a plain time span.</summary>
    public abstract bool AdjustForDst { get; }

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

    /// <summary>The first occurrence after a moment.</summary>
    public abstract DateTimeOffset Next(DateTimeOffset after);

    /// <exception cref="StartupException">The text is neither an NCRONTAB expression nor a time span above zero.</exception>
    public static TimerSchedule Parse(string text)
    {
        var seconds = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
        if (CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = seconds }) is { } crontab)
        {
            return new Crontab(crontab);
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero
            ? new Interval(interval)
            : throw new StartupException($"the schedule '{text}' must be NCRONTAB with six fields, such as '0 */5 * * * *', or a time span.");
    }

    private sealed class Crontab(CrontabSchedule crontab) : TimerSchedule
    {
        public override bool AdjustForDst => true;

        public override DateTimeOffset Next(DateTimeOffset after)
        {
            var next = crontab.GetNextOccurrence(after.UtcDateTime);
            return next == DateTime.MaxValue ? DateTimeOffset.MaxValue : new DateTimeOffset(next, TimeSpan.Zero);
        }
    }

    private sealed class Interval(TimeSpan interval) : TimerSchedule
    {
        public override bool AdjustForDst => false;

        public override DateTimeOffset Next(DateTimeOffset after) => after + interval;
    }
}
