using System.Text.Json;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.Storage;
using Marketplace.Storage.Blobs;
using Marketplace.TestKit;
using Microsoft.Extensions.Logging;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, items 26 and 27 (timers): a hand-moved clock, status and locks in a real Azurite.</summary>
public sealed class TimerTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;
    private static readonly DateTimeOffset Ten = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private readonly string _hostId = $"t-{Guid.NewGuid():N}"[..32];

    // No other timer of LocalHost falls on a round time from here.
    private readonly FakeTimeProvider _clock = new(Ten.AddSeconds(-73));

    [Fact]
    public async Task Item_26_function_runs_on_schedule_and_its_status_is_kept()
    {
        await using var host = await StartAsync(Bindings.Timer("0 0 * * * *"));
        await DueAsync(Ten);
        Assert.Equal((default, Ten), await StatusAsync());

        _clock.SetUtcNow(Ten);
        await DueAsync(Ten.AddHours(1));

        var timer = Assert.Single(host.App.Journal.CallsOf("Nightly")).Data.GetProperty("timer");
        Assert.False(timer.GetProperty("IsPastDue").GetBoolean());
        Assert.Equal("2026-03-01T10:00:00+00:00", timer.GetProperty("ScheduleStatus").GetProperty("Next").GetString());
        Assert.Equal((Ten, Ten.AddHours(1)), await StatusAsync());
    }

    [Fact]
    public async Task Item_26_missed_occurrences_give_one_run_that_is_past_due()
    {
        await using (await StartAsync(Bindings.Timer("0 0 * * * *")))
        {
            await DueAsync(Ten);
        }

        _clock.SetUtcNow(Ten.AddHours(4).AddMinutes(30));
        await using var host = await StartAsync(Bindings.Timer("0 0 * * * *"));
        await DueAsync(Ten.AddHours(5));

        Assert.True(Assert.Single(host.App.Journal.CallsOf("Nightly")).Data.GetProperty("timer").GetProperty("IsPastDue").GetBoolean());
        Assert.Equal((Ten.AddHours(4).AddMinutes(30), Ten.AddHours(5)), await StatusAsync());
    }

    [Fact]
    public async Task Item_26_failure_does_not_stop_the_schedule()
    {
        await using var host = await StartAsync(Bindings.Timer("0 0 * * * *"), options => options with
        {
            Settings = new Dictionary<string, string>(options.Settings) { ["SAMPLE_TIMER"] = """{"do":"reply","status":500}""" },
        });
        for (var hour = 0; hour < 3; hour++)
        {
            await DueAsync(Ten.AddHours(hour));
            _clock.SetUtcNow(Ten.AddHours(hour));
        }

        await DueAsync(Ten.AddHours(3));
        Assert.Equal(3, host.App.Journal.CallsOf("Nightly").Count);
        Assert.Equal(3, host.Log.Lines.Count(line => line.Level == LogLevel.Error && line.Text.StartsWith("Nightly failed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Item_26_runs_do_not_overlap()
    {
        using var folder = new TemporaryFolder();
        var gate = Path.Combine(folder.Path, "gate");
        await using var host = await StartAsync(Bindings.Timer("0 */10 * * * *"), options => options with
        {
            Settings = new Dictionary<string,
                string>(options.Settings)
            { ["SAMPLE_TIMER"] = JsonSerializer.Serialize(new Dictionary<string, string> { ["do"] = "wait", ["file"] = gate }) },
        });
        await DueAsync(Ten);
        _clock.SetUtcNow(Ten);
        await Eventually.TrueAsync(() => host.App.Journal.CallsOf("Nightly").Count == 1, Cancellation);

        // The next occurrence is computed when the run is over: ten o'clock ten passes unused.
        _clock.SetUtcNow(Ten.AddMinutes(15));
        Assert.Single(host.App.Journal.CallsOf("Nightly"));
        await File.WriteAllTextAsync(gate, "", Cancellation);
        await DueAsync(Ten.AddMinutes(20));
        Assert.Single(host.App.Journal.CallsOf("Nightly"));
    }

    [Fact]
    public async Task Item_26_below_a_minute_nothing_is_kept()
    {
        await using var host = await StartAsync(Bindings.Timer("*/30 * * * * *"));
        await DueAsync(Ten.AddMinutes(-1));
        _clock.SetUtcNow(Ten.AddMinutes(-1));
        await DueAsync(Ten.AddSeconds(-30));

        Assert.Equal(JsonValueKind.Null, Assert.Single(host.App.Journal.CallsOf("Nightly")).Data.GetProperty("timer").GetProperty("ScheduleStatus").ValueKind);
        Assert.Null(await StatusAsync());
    }

    [Fact]
    public async Task Item_27_of_two_hosts_only_one_runs_a_timer_until_it_stops()
    {
        await using var one = await StartAsync(Bindings.Timer("0 0 * * * *"));
        await DueAsync(Ten);
        await using var two = await StartAsync(Bindings.Timer("0 0 * * * *"));
        _clock.SetUtcNow(Ten);
        await DueAsync(Ten.AddHours(1));
        Assert.Single(one.App.Journal.CallsOf("Nightly"));

        await one.Host.DisposeAsync();
        // The loser tries again every minute.
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMinutes(1));
                return two.App.Journal.CallsOf("Nightly").Count > 0;
            },
            Cancellation);
        Assert.Single(one.App.Journal.CallsOf("Nightly"));
    }

    private static BlobContainerClient Container(AzuriteServer server) =>
        StorageAccount.FromConnectionString(server.ConnectionString).CreateBlobServiceClient().GetBlobContainerClient("azure-webjobs-hosts");

    private async Task<TestHost> StartAsync(string timer, Func<LocalHostOptions, LocalHostOptions>? with = null)
    {
        var server = await AzuriteServer.Shared;
        return await TestHost.StartAsync(
            new AppFolder().Function("Nightly", timer),
            options => (with ?? (same => same))(options with { Storage = server.ConnectionString, HostId = _hostId }),
            _clock);
    }

    private Task DueAsync(DateTimeOffset time) => Eventually.TrueAsync(() => _clock.IsAwaited(time), Cancellation);

    private async Task<(DateTimeOffset Last, DateTimeOffset Next)?> StatusAsync()
    {
        var blob = Container(await AzuriteServer.Shared).GetBlobClient($"timers/{_hostId}/Host.Functions.Nightly/status");
        var found = await blob.DownloadContentAsync(cancellationToken: Cancellation);
        if (!found.IsFound)
        {
            return null;
        }

        var status = JsonElement.Parse(found.Content.ToMemory().Span);
        return (status.GetProperty("Last").GetDateTimeOffset(), status.GetProperty("Next").GetDateTimeOffset());
    }
}
