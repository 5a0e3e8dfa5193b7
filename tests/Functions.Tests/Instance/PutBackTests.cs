using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.AppKit.Samples;
using Marketplace.Functions.Events;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Tests.App;
using Marketplace.Hosting.Functions;
using Marketplace.Storage;
using Marketplace.Storage.Queues;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Instance;

/// <summary>Messages while tables are away: they wait without using up their tries, and only what fails by itself is given up.</summary>
public sealed class PutBackTests : IAsyncLifetime
{
    private TestApp _app = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(new TestAppOptions { IsProxied = true, StorageOptions = Impatient });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_message_waits_for_an_outage_of_tables_as_long_as_it_lasts()
    {
        var report = await _app.As(Actor.Operator).ImportAsync([Entry.Case("a")]);
        var id = report["lines"][0].Text("id");
        _app.Proxies.Tables.Otherwise = static _ => Fault.Busy;
        for (var times = 1; times <= 3; times++)
        {
            Assert.Equal(200, await DeliverAsync("IndexListing", await ReceiveAsync(ListingStore.Queue)));
            Assert.Equal(1, await CountAsync(ListingStore.Queue));
        }

        _app.Proxies.Tables.Otherwise = static _ => Fault.None;
        var last = await ReceiveAsync(ListingStore.Queue);
        Assert.Equal(3, PutBackMessage.Of(last)!.Times);
        Assert.Equal(200, await DeliverAsync("IndexListing", last));
        Assert.Equal(0, await CountAsync(ListingStore.Queue));
        await _app.Indexed();
        Assert.Equal([id], (await _app.As(Actor.Anonymous).GetAsync("/api/listings")).Expect(200).Ids);
    }

    [Fact]
    public async Task A_message_that_a_day_did_not_help_fails()
    {
        _app.Proxies.Tables.Otherwise = static _ => Fault.Busy;
        Assert.Equal(503, await DeliverAsync("ProjectEvents", Changed(TimeProvider.System.GetUtcNow().AddHours(-25))));
        Assert.Equal(0, await CountAsync(ChangeEvents.Queue));
        Assert.Equal(200, await DeliverAsync("ProjectEvents", Changed(TimeProvider.System.GetUtcNow().AddHours(-23))));
        Assert.Equal(1, await CountAsync(ChangeEvents.Queue));
    }

    [Fact]
    public async Task A_copy_of_what_was_put_back_is_not_put_back_again()
    {
        _app.Proxies.Tables.Otherwise = static _ => Fault.Busy;
        var message = Changed(TimeProvider.System.GetUtcNow().AddMinutes(-1));
        var statuses = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => DeliverAsync("ProjectEvents", message)));
        Assert.All(statuses, status => Assert.Equal(200, status));
        Assert.Equal(1, await CountAsync(ChangeEvents.Queue));
    }

    [Fact]
    public async Task A_message_is_put_back_when_the_queue_answers_again()
    {
        _app.Proxies.Tables.Otherwise = static _ => Fault.Busy;
        _app.Proxies.Queues.Next("POST", Fault.Busy, Fault.LoseRequest, Fault.Busy);
        Assert.Equal(200, await DeliverAsync("ProjectEvents", Changed(TimeProvider.System.GetUtcNow())));
        Assert.Equal(1, await CountAsync(ChangeEvents.Queue));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("""{"name":"unheard.of","version":1,"body":{}}""")]
    public async Task What_fails_by_itself_is_not_put_back(string text)
    {
        Assert.Equal(500, await DeliverAsync("ProjectEvents", text));
        Assert.Equal(0, await CountAsync(ChangeEvents.Queue));
    }

    [Fact]
    public async Task What_an_operator_replays_waits_for_another_day()
    {
        var queues = _app.Services.GetRequiredService<QueueServiceClient>();
        await queues.GetQueueClient(new QueueResource(ChangeEvents.Queue).PoisonName)
            .SendMessageAsync(Changed(TimeProvider.System.GetUtcNow().AddDays(-2)), cancellationToken: Stop);
        (await _app.As(Actor.Operator).PostAsync("/api/operations/poison/replay", null)).Expect(200);
        Assert.Null(PutBackMessage.Of(await ReceiveAsync(ChangeEvents.Queue))!.Since);
    }

    [Fact]
    public async Task Health_names_what_was_given_up_and_since_when()
    {
        var anyone = _app.As(Actor.Anonymous);
        Assert.Equal("healthy", (await anyone.GetAsync("/api/health")).Expect(200)["checks"].GetProperty("messages").Text("status"));
        await _app.Services.GetRequiredService<QueueServiceClient>().GetQueueClient(new QueueResource(ChangeEvents.Queue).PoisonName)
            .SendMessageAsync("lost", cancellationToken: Stop);
        var health = await Eventually.ResultAsync(() => anyone.GetAsync("/api/health"), answer => answer.Json.Text("status") == "degraded", Stop);
        Assert.Matches("^given up: events 1, the oldest since 20.*Z; see GET /api/operations/poison$",
            health.Expect(200)["checks"].GetProperty("messages").Text("detail"));
    }

    [Fact]
    public async Task Health_says_that_tables_are_away_while_all_else_answers()
    {
        _app.Proxies.Tables.Otherwise = static _ => Fault.Busy;
        var health = await Eventually.ResultAsync(() => _app.As(Actor.Anonymous).GetAsync("/api/health"), answer => answer.Status == 503, Stop);
        Assert.Equal("unhealthy", health["checks"].GetProperty("storage").Text("status"));
    }

    /// <summary>A refusal for load is final at once, as it is for real once the retries are used up.</summary>
    private static StorageClientOptions Impatient()
    {
        var options = PatientStorage.Options();
        options.Retry.MaxRetries = 0;
        return options;
    }

    private static string Changed(DateTimeOffset since)
    {
        var message = JsonNode.Parse(AggregatesChanged.Type.Write(new([ListingStore.Type.ChainOf(new string('a', 26))])))!;
        message["putBack"] = new JsonObject { ["id"] = "first", ["since"] = since.UtcDateTime, ["times"] = 1 };
        return message.ToJsonString();
    }

    private QueueClient Queue(string name) => _app.Services.GetRequiredService<QueueServiceClient>().GetQueueClient(name);

    private async Task<string> ReceiveAsync(string queue)
    {
        var received = await Eventually.ResultAsync(() => Queue(queue).ReceiveMessagesAsync(1, cancellationToken: Stop), messages => messages.Count == 1, Stop);
        await Queue(queue).DeleteMessageAsync(received[0].MessageId, received[0].PopReceipt, Stop);
        return received[0].MessageText;
    }

    private async Task<int> CountAsync(string queue) => (await Queue(queue).GetPropertiesIfExistsAsync(Stop))!.ApproximateMessagesCount;

    /// <summary>The status of a delivery that is the message's last try.</summary>
    private async Task<int> DeliverAsync(string function, string text)
    {
        var payload = new JsonObject
        {
            ["Data"] = new JsonObject { ["message"] = JsonSerializer.Serialize(text) },
            ["Metadata"] = new JsonObject { ["DequeueCount"] = $"{QueueDelivery.MaxTries}", ["Id"] = "\"first\"" },
        };
        using var answer = await _app.Client.PostAsJsonAsync(new Uri($"/{function}", UriKind.Relative), payload, Stop);
        return (int)answer.StatusCode;
    }
}
