using System.Diagnostics;
using System.Text.Json;
using Marketplace.LocalHost.Tests.Drivers;
using Marketplace.Storage.Queues;
using Marketplace.TestKit;
using Microsoft.Extensions.Logging;

namespace Marketplace.LocalHost.Tests;

/// <summary>docs/host-contract.md §13, items 24, 25, 27 (queues) over a real Azurite.</summary>
public sealed class QueueTests
{
    private const string Fail = """{"do":"reply","status":500}""";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Item_24_message_is_decoded_handled_and_deleted()
    {
        var queue = await TestQueue.NamedAsync();
        await using var host = await StartAsync(queue);
        await queue.SendAsync("""{"listingId":"a1"}""");

        await EmptyAsync(queue);
        var call = Assert.Single(host.App.Journal.CallsOf("Work"));
        Assert.Equal("\"{\\\"listingId\\\":\\\"a1\\\"}\"", call.Data.GetProperty("msg").GetString());
        Assert.Equal("1", call.Metadata.GetProperty("DequeueCount").GetString());
        Assert.Equal("\"a1\"", call.Metadata.GetProperty("listingId").GetString());
    }

    [Fact]
    public async Task Item_24_batch_runs_in_parallel_up_to_its_size_and_the_threshold()
    {
        var queue = await TestQueue.NamedAsync();
        var app = new AppFolder().Queues("batchSize", 4).Queues("newBatchThreshold", 2);
        var gate = app.Note("gate");
        await queue.SendAsync([.. Enumerable.Range(0, 20).Select(_ => Instruction("wait", gate))]);
        await using var host = await StartAsync(queue, app);

        // Four, or up to two more once some of a first small batch are done; never all twenty.
        await Eventually.TrueAsync(() => app.Journal.CallsOf("Work").Count >= 4, Cancellation);
        Assert.InRange(app.Journal.CallsOf("Work").Count, 4, 6);
        await File.WriteAllTextAsync(gate, "", Cancellation);
        await EmptyAsync(queue);
        Assert.Equal(20, app.Journal.CallsOf("Work").Count);
    }

    [Fact]
    public async Task Item_24_failed_message_comes_again_at_once_and_is_poison_after_the_fifth_time()
    {
        var queue = await TestQueue.NamedAsync();
        await using var host = await StartAsync(queue);
        await queue.SendAsync(Fail);

        await EmptyAsync(queue);
        Assert.Equal(["1", "2", "3", "4", "5"], host.App.Journal.CallsOf("Work").Select(call => call.Metadata.GetProperty("DequeueCount").GetString()!));
        Assert.Equal([Fail], await queue.PeekAsync(queue.PoisonName));
    }

    [Fact]
    public async Task Item_24_visibility_timeout_keeps_a_failed_message_away_for_a_while()
    {
        var queue = await TestQueue.NamedAsync();
        await using var host = await StartAsync(queue, new AppFolder().Queues("visibilityTimeout", "01:00:00"));
        await queue.SendAsync(Fail, "after");

        await Eventually.TrueAsync(async () => host.App.Journal.CallsOf("Work").Count == 2 && await queue.CountAsync() == 1, Cancellation);
        Assert.Empty(await queue.PeekAsync(queue.Name));
    }

    [Fact]
    public async Task Item_24_text_that_does_not_decode_is_poison_without_a_call_and_unchanged()
    {
        var queue = await TestQueue.NamedAsync();
        await using var host = await StartAsync(queue);
        await queue.SendRawAsync("<not> base64 & so on");

        await EmptyAsync(queue);
        Assert.Equal(["<not> base64 & so on"], await queue.PeekAsync(queue.PoisonName, QueueMessageEncoding.None));
        Assert.Empty(host.App.Journal.Calls);
    }

    [Fact]
    public async Task Item_24_message_is_handled_twice_when_the_process_dies_after_the_work_and_before_the_reply()
    {
        var queue = await TestQueue.NamedAsync();
        var app = new AppFolder();
        await using var host = await StartAsync(queue, app);
        await queue.SendAsync(Instruction("die-once", app.Note("died")));

        await EmptyAsync(queue);
        var calls = app.Journal.CallsOf("Work");
        Assert.Equal(2, calls.Count);
        Assert.NotEqual(calls[0].ProcessId, calls[1].ProcessId);
        Assert.Null(await queue.CountAsync(queue.PoisonName));
    }

    [Fact]
    public async Task Item_24_lease_is_renewed_while_the_function_runs()
    {
        var queue = await TestQueue.NamedAsync();
        var app = new AppFolder();
        var gate = app.Note("gate");
        var lease = TimeSpan.FromSeconds(2);
        await using var host = await StartAsync(queue, app, options => options with { QueueLease = lease });
        await queue.SendAsync(Instruction("wait", gate));
        await Eventually.TrueAsync(() => app.Journal.CallsOf("Work").Count == 1, Cancellation);
        var running = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => running.Elapsed > 2 * lease, Cancellation);

        Assert.Empty(await queue.PeekAsync(queue.Name));
        await File.WriteAllTextAsync(gate, "", Cancellation);
        await EmptyAsync(queue);
        Assert.Single(app.Journal.CallsOf("Work"));
    }

    [Fact]
    public async Task Item_24_stop_gives_back_what_is_in_flight()
    {
        var queue = await TestQueue.NamedAsync();
        var app = new AppFolder();
        await using var host = await StartAsync(queue, app);
        await queue.SendAsync(Instruction("hang", ""));
        await Eventually.TrueAsync(() => app.Journal.CallsOf("Work").Count == 1, Cancellation);

        await host.Host.DisposeAsync();

        Assert.Single(await queue.PeekAsync(queue.Name));
    }

    [Fact]
    public async Task Item_25_trigger_queue_is_not_created_but_awaited()
    {
        var queue = await TestQueue.NamedAsync();
        await using var host = await StartAsync(queue);
        var looks = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => looks.ElapsedMilliseconds > 500, Cancellation);
        Assert.Null(await queue.CountAsync());

        await queue.SendAsync("late");
        await EmptyAsync(queue);
        Assert.Single(host.App.Journal.CallsOf("Work"));
    }

    [Fact]
    public async Task Item_25_storage_that_is_away_is_awaited()
    {
        await using var server = await AzuriteServer.StartAsync(cancellationToken: Cancellation);
        var app = new AppFolder(proxying: true).Queue("Work", "jobs").Http("Zzz");
        await server.KillAsync();
        await using var host = await TestHost.StartAsync(app, options => options with { Storage = server.ConnectionString });
        await Eventually.TrueAsync(() => host.Log.Has(LogLevel.Warning, "goes on trying"), Cancellation);
        Assert.True((await host.GetAsync("/api/x")).IsSuccessStatusCode);

        await server.RestartAsync(Cancellation);
        var client = Storage.StorageAccount.FromConnectionString(server.ConnectionString).CreateQueueServiceClient().GetQueueClient("jobs");
        await client.CreateIfNotExistsAsync(Cancellation);
        await client.SendMessageAsync("hello", cancellationToken: Cancellation);
        await Eventually.TrueAsync(() => app.Journal.CallsOf("Work").Count == 1, Cancellation);
    }

    [Fact]
    public async Task Item_27_two_hosts_share_a_queue_and_no_message_is_handled_twice()
    {
        var queue = await TestQueue.NamedAsync();
        await using var one = await StartAsync(queue);
        await using var two = await StartAsync(queue);
        await queue.SendAsync([.. Enumerable.Range(0, 60).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))]);

        await EmptyAsync(queue);
        var handled = one.App.Journal.CallsOf("Work").Concat(two.App.Journal.CallsOf("Work")).Select(call => call.Data.GetProperty("msg").GetString()).ToList();
        Assert.Equal(60, handled.Count);
        Assert.Equal(60, handled.Distinct().Count());
    }

    private static string Instruction(string what, string file) => JsonSerializer.Serialize(new Dictionary<string, string> { ["do"] = what, ["file"] = file });

    private static Task<TestHost> StartAsync(TestQueue queue, AppFolder? app = null, Func<LocalHostOptions, LocalHostOptions>? with = null) =>
        TestHost.StartAsync(
        (app ?? new AppFolder()).Queue("Work", queue.Name),
        options => (with ?? (same => same))(options with { Storage = queue.Storage }));

    private static Task EmptyAsync(TestQueue queue) => Eventually.TrueAsync(async () => await queue.CountAsync() == 0, Cancellation);
}
