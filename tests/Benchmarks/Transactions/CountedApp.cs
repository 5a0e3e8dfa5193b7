using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Benchmarks.Processes;
using Marketplace.Functions;
using Marketplace.Functions.Indexing;
using Marketplace.Functions.Listings.State;
using Marketplace.Hosting;
using Marketplace.Hosting.App;
using Marketplace.Search.Store;
using Marketplace.Storage;
using Marketplace.Storage.Queues;
using Marketplace.TestKit;
using Marketplace.TestKit.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Benchmarks.Transactions;

/// <summary>The app in this process, with a meter in its storage clients; it does nothing unless asked.</summary>
internal sealed class CountedApp : IAsyncDisposable
{
    private readonly AzuriteServer _azurite;
    private readonly TestIssuer _issuer;
    private readonly FunctionApp _app;
    private readonly HttpClient _client;
    private readonly QueueClient _queue;

    private CountedApp(AzuriteServer azurite, TestIssuer issuer, TestKey key, FunctionApp app, StorageMeter meter)
    {
        (_azurite, _issuer, _app, Meter) = (azurite, issuer, app, meter);
        _client = new HttpClient { BaseAddress = app.Address };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(issuer).Sign(key));
        _queue = StorageAccount.FromConnectionString(azurite.ConnectionString).CreateQueueServiceClient(new StorageClientOptions())
            .GetQueueClient(ListingStore.Queue);
    }

    public StorageMeter Meter { get; }

    public static async Task<CountedApp> StartAsync()
    {
        var azurite = await AzuriteServer.StartAsync();
        var key = TestKey.Ec("key-1");
        var issuer = new TestIssuer(key);
        var meter = new StorageMeter();
        var app = MarketplaceApp.Build(Settings(azurite, issuer), services =>
        {
            services.AddSingleton(_ => new StorageClientOptions { Meter = meter });
            services.Remove(services.Single(service => service.ImplementationType == typeof(IndexRefreshService)));
        });
        await app.StartAsync(default);
        var started = new CountedApp(azurite, issuer, key, app, meter);
        await Eventually.TrueAsync(async () =>
            (await started._client.GetAsync(
            new Uri($"/api/listings/{new string('a', ListingId.Length)}", UriKind.Relative))).StatusCode is System.Net.HttpStatusCode.NotFound, default);
        return started;
    }

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var answer = await _client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>Hands the function what waits in its queue, in the host's form. Receiving and deleting, the host's work, are not counted.</summary>
    public async Task<int> DeliverAsync()
    {
        var delivered = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                foreach (var message in await _queue.ReceiveMessagesAsync())
                {
                    using var answer = await _client.PostAsJsonAsync(new Uri($"/{nameof(IndexListing)}", UriKind.Relative), Payload(message));
                    answer.EnsureSuccessStatusCode();
                    await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
                    delivered++;
                }

                return await _queue.GetPropertiesIfExistsAsync() is { ApproximateMessagesCount: 0 };
            },
            default);
        return delivered;
    }

    /// <summary>Lets searches see what was indexed.</summary>
    public Task RefreshAsync() => _app.Services.GetRequiredService<BlobSearchStore>().RefreshAsync(default);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _issuer.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    private static string[] Settings(AzuriteServer azurite, TestIssuer issuer) =>
    [
        $"--AzureWebJobsStorage={azurite.ConnectionString}",
        $"--Marketplace:Identity={Identity(issuer)}",
        "--Host:Port=0",
        "--Logging:LogLevel:Default=Warning",
        .. AppSettings.All.Select(setting => $"--{setting.Name}={setting.Value}"),
    ];

    private static TestToken Token(TestIssuer issuer) => issuer.Token(TimeProvider.System.GetUtcNow())
        .With("role", new JsonArray("operator", "gov.reviewer"))
        .With("region", "44");

    private static string Identity(TestIssuer issuer) => new JsonObject
    {
        ["issuers"] = new JsonArray(new JsonObject
        {
            ["issuer"] = issuer.Address,
            ["audience"] = "marketplace",
            ["algorithms"] = new JsonArray("ES256"),
            ["role"] = new JsonObject { ["claim"] = "role" },
            ["region"] = new JsonObject { ["claim"] = "region" },
        }),
    }.ToJsonString();

    private static JsonObject Payload(QueueMessage message) => new()
    {
        ["Data"] = new JsonObject { ["message"] = JsonSerializer.Serialize(message.MessageText) },
        ["Metadata"] = new JsonObject { ["DequeueCount"] = $"{message.DequeueCount}", ["Id"] = JsonSerializer.Serialize(message.MessageId) },
    };
}
