using System.Text;
using System.Text.Json.Nodes;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;
using Marketplace.LocalHost.Timers;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, item 19: golden payloads.</summary>
public sealed class PayloadWriterTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 10, 0, 1, 200, TimeSpan.Zero);
    private static readonly FunctionDefinition IndexListing = new("IndexListing", new QueueTriggerBinding("msg", "listing-changed", null));
    private static readonly FunctionDefinition Nightly = new("Nightly", new TimerTriggerBinding("timer", TimerSchedule.Parse("0 */5 * * * *")));

    [Fact]
    public void Item_19_queue_message_that_is_a_json_object()
    {
        var value = Message("""{"listingId":"a1","count":7,"done":true,"none":null,"tags":["x"],"inner":{"deep":1},"queueTrigger":"left out"}""");

        AssertGolden(
            """
            { "Data": { "msg": "\"{\\\"listingId\\\":\\\"a1\\\",\\\"count\\\":7,\\\"done\\\":true,\\\"none\\\":null,\\\"tags\\\":[\\\"x\\\"],\\\"inner\\\":{\\\"deep\\\":1},\\\"queueTrigger\\\":\\\"left out\\\"}\"" },
              "Metadata": {
                "DequeueCount": "1", "Id": "\"6f2e\"", "PopReceipt": "\"AgAA\"",
                "InsertionTime": "2026-03-01T10:00:00+00:00", "ExpirationTime": "2026-03-08T10:00:00+00:00", "NextVisibleTime": "2026-03-01T10:10:00+00:00",
                "listingId": "\"a1\"", "count": "\"7\"", "done": "\"True\"", "inner": { "deep": 1 },
                "sys": { "MethodName": "IndexListing", "UtcNow": "2026-03-01T10:00:01.2Z" } } }
            """,
            IndexListing,
            value);
    }

    [Theory]
    [InlineData("hi", "\"hi\"")]
    [InlineData("3", "\"3\"")]
    [InlineData("[1]", "\"[1]\"")]
    [InlineData("{ broken", "\"{ broken\"")]
    [InlineData("", "\"\"")]
    [InlineData("政务 & <b> \"q\" \\ \n", "\"政务 & <b> \\\"q\\\" \\\\ \\n\"")]
    public void Item_19_text_becomes_json_inside_a_string(string text, string expected)
    {
        var payload = Write(IndexListing, Message(text));

        Assert.Equal(expected, payload["Data"]!["msg"]!.GetValue<string>());
        Assert.Equal(7, payload["Metadata"]!.AsObject().Count);
    }

    [Fact]
    public void Item_19_properties_of_the_message_shadow_those_of_the_queue()
    {
        var metadata = Write(IndexListing, Message("""{"Id":"mine","sys":"not mine"}"""))["Metadata"]!;

        Assert.Equal("\"mine\"", metadata["Id"]!.GetValue<string>());
        Assert.Equal("IndexListing", metadata["sys"]!["MethodName"]!.GetValue<string>());
    }

    [Fact]
    public void Item_19_timer_with_a_monitor()
    {
        var (last, next) = (new DateTimeOffset(2026, 3, 1, 9, 55, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero));

        AssertGolden(
            """
            { "Data": { "timer": { "Schedule": { "AdjustForDST": true },
                "ScheduleStatus": { "Last": "2026-03-01T09:55:00+00:00", "Next": "2026-03-01T10:00:00+00:00", "LastUpdated": "2026-03-01T09:55:00+00:00" },
                "IsPastDue": false } },
              "Metadata": { "sys": { "MethodName": "Nightly", "UtcNow": "2026-03-01T10:00:01.2Z" } } }
            """,
            Nightly,
            new TimerTriggerValue(new TimerStatus(last, next, last), false));
    }

    [Fact]
    public void Item_19_timer_that_never_ran_and_timer_without_a_monitor()
    {
        var first = Write(Nightly, new TimerTriggerValue(new TimerStatus(default, Now, Now), true))["Data"]!["timer"]!;
        var unwatched = Write(Nightly, new TimerTriggerValue(null, false))["Data"]!["timer"]!.AsObject();

        Assert.Equal("0001-01-01T00:00:00", first["ScheduleStatus"]!["Last"]!.GetValue<string>());
        Assert.True(first["IsPastDue"]!.GetValue<bool>());
        Assert.True(unwatched.ContainsKey("ScheduleStatus"));
        Assert.Null(unwatched["ScheduleStatus"]);
    }

    private static QueueTriggerValue Message(string text)
    {
        var inserted = new DateTimeOffset(2026, 3, 1, 10, 0, 0, 900, TimeSpan.Zero);
        return new QueueTriggerValue(text, "6f2e", "AgAA", 1, inserted, inserted.AddDays(7), inserted.AddMinutes(10));
    }

    private static JsonNode Write(FunctionDefinition function, TriggerValue value) => JsonNode.Parse(PayloadWriter.Write(function, value, Now).Span)!;

    private static void AssertGolden(string expected, FunctionDefinition function, TriggerValue value)
    {
        var actual = Write(function, value);
        var system = actual["Metadata"]!["sys"]!.AsObject();
        Assert.True(Guid.TryParse(system["RandGuid"]!.GetValue<string>(), out _));
        system.Remove("RandGuid");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), Encoding.UTF8.GetString(PayloadWriter.Write(function, value, Now).Span));
    }
}
