namespace Marketplace.Functions.Reference;

/// <summary>Which days are worked on the mainland (工作日): weekends are free, public holidays too, and some weekend days are worked instead.</summary>
/// <param name="Source">Who says so.</param>
/// <param name="Holidays">Free days, weekends or not.</param>
/// <param name="Workdays">Weekend days that are worked.</param>
internal sealed record WorkCalendar(string Source, HashSet<DateOnly> Holidays, HashSet<DateOnly> Workdays)
{
    private static readonly TimeSpan BeijingTime = TimeSpan.FromHours(8);

    public bool IsWorked(DateOnly day) =>
        Workdays.Contains(day) || (!Holidays.Contains(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    /// <summary>The same time of day, so many worked days later; begun on a free day, the count starts at the end of it.</summary>
    public DateTimeOffset Add(DateTimeOffset from, int days)
    {
        var local = from.ToOffset(BeijingTime);
        var day = DateOnly.FromDateTime(local.DateTime);
        var time = IsWorked(day) ? local.TimeOfDay : TimeSpan.FromHours(24) - TimeSpan.FromTicks(1);
        for (var left = days; left > 0;)
        {
            day = day.AddDays(1);
            if (IsWorked(day))
            {
                left--;
            }
        }

        return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue) + time, BeijingTime).ToUniversalTime();
    }
}
