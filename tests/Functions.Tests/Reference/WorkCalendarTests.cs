using System.Globalization;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Tests.App;

namespace Marketplace.Functions.Tests.Reference;

/// <summary>Working days on the mainland; times are Beijing's.</summary>
public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar Calendar = RuleBook.Reference.Calendar;

    [Theory]
    [InlineData("2026-03-02", true)] // Monday
    [InlineData("2026-03-07", false)] // Saturday
    [InlineData("2026-03-08", false)] // Sunday
    [InlineData("2026-10-01", false)] // National Day, a Thursday
    [InlineData("2026-09-20", true)] // a Sunday worked for it
    [InlineData("2026-10-10", true)] // a Saturday worked for it
    [InlineData("2026-02-14", true)] // a Saturday worked for the Spring Festival
    [InlineData("2026-02-16", false)] // Spring Festival, a Monday
    public void Weekends_and_holidays_are_free_unless_worked_instead(string day, bool isWorked) =>
        Assert.Equal(isWorked, Calendar.IsWorked(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-03-02 09:30", 3, "2026-03-05 09:30")] // Monday to Thursday
    [InlineData("2026-03-05 17:00", 3, "2026-03-10 17:00")] // over a weekend
    [InlineData("2026-03-06 23:59", 1, "2026-03-09 23:59")] // Friday to Monday
    [InlineData("2026-09-29 10:00", 3, "2026-10-09 10:00")] // over the National Day holiday
    [InlineData("2026-09-30 10:00", 3, "2026-10-10 10:00")] // a Saturday that is worked counts
    [InlineData("2026-09-18 10:00", 3, "2026-09-22 10:00")] // so does a Sunday
    [InlineData("2026-12-31 10:00", 1, "2027-01-01 10:00")] // a year that no list was made for knows weekends only
    [InlineData("2026-03-02 00:00", 0, "2026-03-02 00:00")]
    public void The_same_time_of_day_so_many_worked_days_later(string from, int days, string to) => Assert.Equal(At(to), Calendar.Add(At(from), days));

    [Theory]
    [InlineData("2026-03-07 08:00", 3, "2026-03-11")] // begun on a Saturday
    [InlineData("2026-10-03 12:00", 1, "2026-10-08")] // begun in a holiday
    public void What_begins_on_a_free_day_has_the_whole_of_the_last(string from, int days, string last)
    {
        var due = Calendar.Add(At(from), days);
        var end = At($"{last} 00:00").AddDays(1);
        Assert.InRange(due, end.AddSeconds(-1), end.AddTicks(-1));
    }

    [Fact]
    public void The_day_is_beijings_not_the_servers() => Assert.Equal(
        new DateTimeOffset(2026, 3, 9, 16, 30, 0, TimeSpan.Zero), // Tuesday 00:30 in Beijing
        Calendar.Add(new DateTimeOffset(2026, 3, 8, 16, 30, 0, TimeSpan.Zero), 1)); // Monday 00:30 there, still Sunday in UTC

    private static DateTimeOffset At(string beijing) =>
        new DateTimeOffset(DateTime.Parse(beijing, CultureInfo.InvariantCulture), TimeSpan.FromHours(8)).ToUniversalTime();
}
