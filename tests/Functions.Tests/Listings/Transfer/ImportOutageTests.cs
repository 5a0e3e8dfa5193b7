using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Tests.App;
using Marketplace.Storage;
using Marketplace.TestKit;

namespace Marketplace.Functions.Tests.Listings.Transfer;

/// <summary>Storage goes away in the middle of an import.</summary>
public sealed class ImportOutageTests : IAsyncLifetime
{
    private const int Lines = 250;

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private TestApp _app = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _app = await TestApp.StartAsync(new TestAppOptions { IsProxied = true, Time = _time, StorageOptions = Impatient, Follows = false });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task An_import_that_must_stop_early_reports_what_went_in_and_where_to_go_on()
    {
        // The first batch goes in; of the second, half.
        FailAfter(150);
        var stopped = await ImportAsync();
        Assert.Equal((100, 101), (stopped["created"].GetInt32(), stopped["stoppedAt"].GetInt32()));
        Assert.Equal(Enumerable.Range(1, 100), stopped["lines"].EnumerateArray().Select(line => line.GetProperty("line").GetInt32()));

        _app.Proxies.Tables.Otherwise = static _ => Fault.None;
        _time.Advance(TimeSpan.FromSeconds(1));
        var rest = await ImportAsync(stopped["stoppedAt"].GetInt32());
        Assert.Equal((Lines - 100, 0), (rest["created"].GetInt32() + rest["unchanged"].GetInt32(), rest["failed"].GetInt32()));
        Assert.False(rest.Json.TryGetProperty("stoppedAt", out _));
        Assert.Equal(Lines, (await ImportAsync())["unchanged"].GetInt32());
    }

    [Fact]
    public async Task An_import_outlasts_a_short_outage_and_reports_what_it_did_itself()
    {
        FailAfter(150);
        var import = _app.As(Actor.Operator).ImportAsync(Entries());
        await Eventually.TrueAsync(() => Task.FromResult(_app.Proxies.Tables.Seen.Any(seen => seen.Fault is Fault.Busy)), Stop);
        _app.Proxies.Tables.Otherwise = static _ => Fault.None;
        Assert.Equal(Lines, (await FinishAsync(import))["created"].GetInt32());
    }

    [Fact]
    public async Task An_import_that_could_write_nothing_is_told_to_come_again()
    {
        FailAfter(0);
        (await _app.As(Actor.Operator).ImportAsync(string.Join('\n', Entries().Select(entry => entry.ToJsonString())))).ExpectProblem(503, "unavailable");
    }

    private static StorageClientOptions Impatient()
    {
        var options = PatientStorage.Options();
        options.Retry.MaxRetries = 0;
        return options;
    }

    private static IEnumerable<JsonObject> Entries(int from = 1) => Enumerable.Range(from, Lines - from + 1).Select(number => Entry.Case($"line-{number}"));

    /// <summary>Lets so many commits through, and then nothing that goes to tables.</summary>
    private void FailAfter(int commits)
    {
        var seen = 0;
        _app.Proxies.Tables.Otherwise = line =>
            Volatile.Read(ref seen) >= commits || (line.Contains("$batch", StringComparison.Ordinal) && Interlocked.Increment(ref seen) > commits)
                ? Fault.Busy
                : Fault.None;
    }

    private Task<Reply> ImportAsync(int from = 1) => FinishAsync(_app.As(Actor.Operator).ImportAsync(Entries(from)));

    /// <summary>Lets time pass until an import has its answer.</summary>
    private async Task<Reply> FinishAsync(Task<Reply> import)
    {
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            return Task.FromResult(import.IsCompleted);
        }, Stop);
        return await import;
    }
}
