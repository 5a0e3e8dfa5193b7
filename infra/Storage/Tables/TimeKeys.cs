using System.Globalization;

namespace Marketplace.Storage.Tables;

/// <summary>Points in time as parts of row keys, whose ordinal order is the order wanted: 19 digits, exact to 100 ns.</summary>
public static class TimeKeys
{
    /// <summary>Digits of a point in time.</summary>
    public const int Length = 19;

    /// <summary>Earlier ones sort first.</summary>
    public static string OldestFirst(DateTimeOffset time) => Format(time.UtcTicks);

    /// <summary>Later ones sort first.</summary>
    public static string NewestFirst(DateTimeOffset time) => Format(DateTime.MaxValue.Ticks - time.UtcTicks);

    /// <summary>The point in time that <see cref="NewestFirst"/> wrote at the start of <paramref name="key"/>.</summary>
    /// <exception cref="FormatException">The key starts otherwise.</exception>
    public static DateTimeOffset ReadNewestFirst(string key) =>
        new(DateTime.MaxValue.Ticks - long.Parse(key.AsSpan(0, Length), NumberStyles.None, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static string Format(long ticks) => ticks.ToString($"D{Length}", CultureInfo.InvariantCulture);
}
