using System.Globalization;
using System.Text.Json;

namespace Marketplace.LocalHost.Invocations;

/// <summary>A timer's occurrence as payload (contract §3).</summary>
/// <param name="AdjustForDst">False for a schedule that is a plain time span.</param>
/// <param name="Status">What was recorded before this occurrence; null without a monitor.</param>
/// <param name="IsPastDue">Whether the occurrence was missed while the host was down.</param>
internal sealed record TimerTriggerValue(bool AdjustForDst, Timers.TimerStatus? Status, bool IsPastDue) : TriggerValue
{
    public override void WriteData(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("Schedule");
        json.WriteBoolean("AdjustForDST", AdjustForDst);
        json.WriteEndObject();
        if (Status is { } status)
        {
            json.WriteStartObject("ScheduleStatus");
            json.WriteString("Last", Time(status.Last));
            json.WriteString("Next", Time(status.Next));
            json.WriteString("LastUpdated", Time(status.LastUpdated));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("ScheduleStatus");
        }

        json.WriteBoolean(nameof(IsPastDue), IsPastDue);
        json.WriteEndObject();
    }

    // The time that stands for "never" has no offset on the wire.
    private static string Time(DateTimeOffset time) =>
        time == default ? "0001-01-01T00:00:00" : time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
}
