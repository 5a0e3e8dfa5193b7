using Marketplace.LocalHost.Timers;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, item 26: schedules and the decisions about recorded status.</summary>
public sealed class TimerRulesTests
{
    private static readonly DateTimeOffset Ten = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimerSchedule Hourly = TimerSchedule.Parse("0 0 * * * *");

    [Theory]
    [InlineData("0 */5 * * * *", "10:05:00")]
    [InlineData("30 0 * * * *", "10:00:30")]
    [InlineData("0 0 12 * MAR SUN", "12:00:00")]
    public void Item_26_next_occurrence(string schedule, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), TimerSchedule.Parse(schedule).Next(Ten).TimeOfDay);

    [Theory]
    [InlineData("@daily")]
    [InlineData("0 0 0 ? * *")]
    [InlineData("0 0 0 L * *")]
    [InlineData("0 0 0 * * 7")]
    [InlineData("00:01:00")]
    [InlineData("*/5 * * * *")]
    [InlineData("whenever")]
    public void Item_26_what_the_host_cannot_read_is_refused(string schedule) => Assert.Throws<StartupException>(() => TimerSchedule.Parse(schedule));

    [Theory]
    [InlineData("*/30 * * * * *", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("0 0 0 1 1 *", false)]
    public void Item_26_more_than_once_a_minute_is_not_monitored(string schedule, bool expected) =>
        Assert.Equal(expected, TimerSchedule.Parse(schedule).IsSubMinute(Ten));

    [Fact]
    public void Item_26_new_timer_is_recorded_before_its_first_occurrence() =>
        Assert.Equal(new TimerStatus(default, Ten.AddHours(1), Ten), TimerRules.AtStart(null, Hourly, Ten));

    [Fact]
    public void Item_26_recorded_status_is_kept_and_past_due_once_its_next_time_is_over()
    {
        var recorded = new TimerStatus(Ten, Ten.AddHours(1), Ten);

        Assert.Same(recorded, TimerRules.AtStart(recorded, Hourly, Ten.AddHours(5)));
        Assert.True(TimerRules.IsPastDue(recorded, Ten.AddHours(5)));
        Assert.False(TimerRules.IsPastDue(recorded, Ten.AddHours(1)));
    }

    [Fact]
    public void Item_26_timer_recorded_but_never_run_can_be_past_due_too()
    {
        var recorded = new TimerStatus(default, Ten.AddHours(1), Ten);

        Assert.True(TimerRules.IsPastDue(TimerRules.AtStart(recorded, Hourly, Ten.AddHours(2)), Ten.AddHours(2)));
    }

    [Fact]
    public void Item_26_changed_schedule_starts_anew_and_is_never_past_due()
    {
        var recorded = new TimerStatus(Ten, Ten.AddMinutes(5), Ten);
        var now = Ten.AddHours(3).AddMinutes(1);

        var status = TimerRules.AtStart(recorded, Hourly, now);

        Assert.Equal(new TimerStatus(default, Ten.AddHours(4), now), status);
        Assert.False(TimerRules.IsPastDue(status, now));
        Assert.Equal(Ten.AddHours(1), TimerRules.AtStart(recorded, Hourly, Ten.AddMinutes(1)).Next);
    }

    [Fact]
    public void Item_26_occurrence_that_fires_a_moment_early_counts_as_on_time()
    {
        var before = new TimerStatus(Ten, Ten.AddHours(1), Ten);

        var after = TimerRules.AfterRun(before, Hourly, Ten.AddHours(1).AddMilliseconds(-20), onSchedule: true);

        Assert.Equal(new TimerStatus(Ten.AddHours(1), Ten.AddHours(2), Ten.AddHours(1)), after);
    }

    [Fact]
    public void Item_26_past_due_run_does_not_swallow_the_next_occurrence()
    {
        var began = Ten.AddMinutes(10);

        Assert.Equal(new TimerStatus(began, Ten.AddHours(1), began),
            TimerRules.AfterRun(new TimerStatus(Ten, Ten.AddHours(1), Ten), Hourly, began, onSchedule: false));
    }
}
