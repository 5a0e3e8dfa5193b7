using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.AppKit.Instances;
using Marketplace.Functions.Notifications;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Functions.Tests.App;
using Marketplace.Storage.Queues;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Functions.Tests.Notifications.Webhooks;

/// <summary>An app with a receiver; tests are told apart by the company whose notices theirs is sent.</summary>
public sealed class WebhookApp : IAsyncLifetime
{
    public const string Path = "/api/operations/webhooks";

    public TestApp App { get; private set; } = null!;

    public WebhookReceiver Receiver { get; private set; } = null!;

    public FakeTimeProvider Time { get; } = FakeTimeProvider.Running();

    /// <summary>How long an attempt may take; null for as long as in production.</summary>
    public TimeSpan? TimeLimit { get; init; }

    public Session Operator => App.As(Actor.Operator);

    internal NotificationService Desk => App.Services.GetRequiredService<NotificationService>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Receiver = await WebhookReceiver.StartAsync();
        App = await TestApp.StartAsync(new TestAppOptions
        {
            Follows = false,
            Settings = [$"--Marketplace:WebhookHosts={Receiver.Authority}"],
            Adjust = services =>
            {
                services.AddSingleton<TimeProvider>(Time);
                var options = (WebhookOptions)services.Single(service => service.ServiceType == typeof(WebhookOptions)).ImplementationInstance!;
                services.AddSingleton(options with { TimeLimit = TimeLimit ?? options.TimeLimit });
            },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>A receiver of the notices of a company of its own.</summary>
    internal async Task<Subscription> SubscribeAsync()
    {
        var (_, _, code) = NoticeApp.NewCompany();
        var name = WorkshopApp.NewWord();
        var answer = (await PutAsync(name, $"http://{Receiver.Authority}/{name}", $"company:{code}")).Expect(201);
        return new Subscription(name, Recipient.Company(code), answer["secret"].GetString()!);
    }

    public Task<Reply> PutAsync(string name, string url, string? recipient = null, bool enabled = true, string? ifMatch = null)
    {
        var body = new JsonObject { ["url"] = url, ["enabled"] = enabled };
        if (recipient is not null)
        {
            body["recipients"] = new JsonArray(recipient);
        }

        return Operator.SendAsync("PUT", $"{Path}/{name}", Session.Content(body.ToJsonString(), "application/json"), ifMatch is null
            ? []
            : [("If-Match", ifMatch)]);
    }

    /// <summary>Posts a notice and carries out all that follows at once.</summary>
    internal async Task<Notification> PostAsync(Recipient recipient, string cause)
    {
        var notice = Made(recipient, cause);
        Time.Advance(TimeSpan.FromMilliseconds(10));
        await Desk.PostAsync([notice], Stop);
        await PumpAsync();
        return notice;
    }

    internal Notification Made(Recipient recipient, string cause) =>
        Notification.Of(cause, recipient, "submission.rejected", Time.GetUtcNow()) with
        {
            ListingId = "abc",
            Reason = "资料不全",
            Values = new Dictionary<string,
            string>
            { ["name"] = "一网统管" }
        };

    /// <summary>Hands over what is visible in the queue until nothing is.</summary>
    public async Task PumpAsync()
    {
        var queue = App.Services.GetRequiredService<QueueServiceClient>().GetQueueClient(WebhookQueue.Name);
        while (await queue.ReceiveMessagesAsync(cancellationToken: Stop) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                await HandAsync(message.MessageText);
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Stop);
            }
        }
    }

    /// <summary>Hands over one message as the host does.</summary>
    public async Task HandAsync(string text, CancellationToken? stop = null)
    {
        var payload = new JsonObject
        {
            ["Data"] = new JsonObject { ["message"] = JsonSerializer.Serialize(text) },
            ["Metadata"] = new JsonObject { ["DequeueCount"] = "1" },
        };
        using var answer = await App.Client.PostAsJsonAsync(new Uri("/DeliverWebhook", UriKind.Relative), payload, stop ?? Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode} {string.Join('\n', App.Errors)}");
    }

    internal static string DueMessage(Delivery delivery, int attempts) => DeliveryDue.Type.Write(new(delivery.Webhook, delivery.Place, attempts));

    internal static string PostedMessage(Recipient recipient, string id) => NotificationsPosted.Type.Write(new([new(recipient.ToString(), id)]));

    /// <summary>The retry's message, which waits hidden, as it will come.</summary>
    internal async Task RetryAsync(Delivery delivery)
    {
        Assert.Equal(DeliveryState.Pending, delivery.State);
        await HandAsync(DueMessage(delivery, delivery.Attempts));
        await PumpAsync();
    }

    /// <summary>A receiver's log as it is stored.</summary>
    internal async Task<IReadOnlyList<Delivery>> LogAsync(Subscription subscription) =>
        await App.Services.GetRequiredService<WebhookStore>().ReadLogAsync(subscription.Name, "", null, 100, Stop).ToListAsync(Stop);

    internal async Task<Delivery> OnlyAsync(Subscription subscription) => Assert.Single(await LogAsync(subscription));
}

/// <summary>A receiver as a test knows it.</summary>
internal sealed record Subscription(string Name, Recipient Recipient, string Secret)
{
    public string At => $"/{Name}";

    public string Path => $"{WebhookApp.Path}/{Name}";
}
