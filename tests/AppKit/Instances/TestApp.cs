using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Marketplace.AppKit.Callers;
using Marketplace.Functions;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Indexing;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.Checking;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting;
using Marketplace.Hosting.App;
using Marketplace.Search.Store;
using Marketplace.Storage;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;
using Marketplace.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace.AppKit.Instances;

/// <summary>The real app on a free port, with an Azurite and an issuer of its own.</summary>
public sealed class TestApp : IAsyncDisposable
{
    private readonly FunctionApp _app;
    private readonly ErrorLog _log;
    private readonly TestTokens _tokens;
    private readonly QueuePump _pump;
    private readonly QueuePump _events;
    private readonly QueuePump _scans;
    private readonly QueuePump _checks;
    private StorageProxies? _proxies;

    private TestApp(AzuriteServer azurite, TestTokens tokens, FunctionApp app, ErrorLog log)
    {
        (Azurite, _tokens, _app, _log) = (azurite, tokens, app, log);
        Client = new HttpClient { BaseAddress = app.Address, Timeout = TimeSpan.FromMinutes(5) };
        var queues = StorageAccount.FromConnectionString(azurite.ConnectionString).CreateQueueServiceClient(PatientStorage.Options());
        _pump = new QueuePump(queues.GetQueueClient(ListingStore.Queue), Client, nameof(IndexListing));
        _events = new QueuePump(queues.GetQueueClient(ChangeEvents.Queue), Client, nameof(ProjectEvents));
        _scans = new QueuePump(queues.GetQueueClient(AttachmentScans.Queue), Client, nameof(ScanAttachments));
        _checks = new QueuePump(queues.GetQueueClient(SubmissionStore.ChecksQueue), Client, nameof(CheckSubmission));
    }

    public AzuriteServer Azurite { get; }

    public HttpClient Client { get; }

    /// <summary>What stands between the app and Azurite, when the test asked for it.</summary>
    public StorageProxies Proxies => _proxies ?? throw new InvalidOperationException("Start the app with IsProxied.");

    public IServiceProvider Services => _app.Services;

    /// <summary>What the app logged as errors.</summary>
    public IReadOnlyList<string> Errors => _log.Errors;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TestApp> StartAsync(TestAppOptions? options = null)
    {
        options ??= new TestAppOptions();
        var azurite = await AzuriteServer.StartAsync(new AzuriteOptions { DataFolder = options.DataFolder }, Stop);
        var proxies = options.IsProxied ? StorageProxies.Start(azurite) : null;
        var (tokens, log) = (new TestTokens(options.Time), new ErrorLog());
        string[] settings =
        [
            $"--AzureWebJobsStorage={proxies?.ConnectionString ?? azurite.ConnectionString}",
            $"--Marketplace:Identity={tokens.Setting}",
            $"--Marketplace:AllowSamples={options.AllowSamples}",
            $"--Host:CursorKeys={Convert.ToBase64String(new byte[32])}",
            $"--Marketplace:PseudonymKey={Convert.ToBase64String(new byte[32])}",
            $"--Marketplace:WebhookKey={Convert.ToBase64String(new byte[32])}",
            "--Host:Port=0",
            "--Marketplace:IndexCopy=off",
            "--Host:RateLimits=false",
            "--Marketplace:MostDrafts=1000000",
            "--Logging:Console:LogLevel:Default=None",
            .. options.Settings,
        ];
        var app = MarketplaceApp.Build(settings, services =>
        {
            services.AddSingleton<ILoggerProvider>(log);
            services.AddSingleton(options.Time);
            services.AddSingleton(_ => options.StorageOptions());
            if (!options.Follows)
            {
                services.Remove(services.Single(service => service.ImplementationType == typeof(IndexRefreshService)));
            }

            if (!options.MakesTables)
            {
                services.Remove(services.Single(service => service.ImplementationType == typeof(StorageSetup)));
            }

            options.Adjust?.Invoke(services);
        });
        options.Map?.Invoke(app);
        if (options.StartsWithoutStorage)
        {
            await azurite.KillAsync();
        }

        await app.StartAsync(Stop);
        var started = new TestApp(azurite, tokens, app, log) { _proxies = proxies };
        if (options is { StartsWithoutStorage: false, MakesTables: true })
        {
            await started.ReadyAsync();
            if (!options.Follows)
            {
                // As the app does that follows its index: a new instance begins with an empty one, before there are listings.
                Assert.True(await started.Services.GetRequiredService<BlobSearchStore>().RefreshAsync(Stop));
            }
        }

        return started;
    }

    /// <summary>Calls as this actor.</summary>
    public Session As(Actor actor) => new(Client, _tokens.Of(actor));

    /// <summary>What the app calls this actor.</summary>
    public string IdOf(Actor actor) => _tokens.IdOf(actor);

    /// <summary>Calls with a token of this actor that has run out.</summary>
    public Session AsExpired(Actor actor) => new(Client, _tokens.Expired(actor));

    /// <summary>Imports entries that must all be taken, indexes them, and gives their ids in order.</summary>
    public async Task<IReadOnlyList<string>> Given(params IReadOnlyList<System.Text.Json.Nodes.JsonObject> entries)
    {
        var report = await As(Actor.Operator).ImportAsync(entries);
        Assert.True(report["failed"].GetInt32() == 0, report.Text);
        await Indexed();
        return [.. report["lines"].EnumerateArray().Select(line => line.Text("id"))];
    }

    /// <summary>Carries out what waits in the queue.</summary>
    public Task PumpAsync() => _pump.DrainAsync(Stop);

    /// <summary>Carries out what waits in the queue, and lets the app see the index that comes of it.</summary>
    public async Task Indexed()
    {
        await PumpAsync();
        Assert.True(await Services.GetRequiredService<BlobSearchStore>().RefreshAsync(Stop));
    }

    /// <summary>Checks what was handed in, and lets every view follow.</summary>
    public async Task Checked()
    {
        await _scans.DrainAsync(Stop);
        await _checks.DrainAsync(Stop);
        await Projected();
    }

    /// <summary>Brings every view in step, the index of the trail among them.</summary>
    public Task Projected() => _events.DrainAsync(Stop);

    /// <summary>Runs the hourly timer that anchors the trail.</summary>
    public Task Anchored() => RunTimerAsync(nameof(AnchorAudit));

    /// <summary>Runs a timer function as the host does.</summary>
    public async Task RunTimerAsync(string function)
    {
        var payload = new JsonObject { ["Data"] = new JsonObject { ["timer"] = new JsonObject { ["IsPastDue"] = false } }, ["Metadata"] = new JsonObject() };
        using var answer = await Client.PostAsJsonAsync(new Uri($"/{function}", UriKind.Relative), payload, Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    /// <summary>Every row of the listings' table: what a refused request must leave as it is.</summary>
    public async Task<int> CountRowsAsync()
    {
        var rows = 0;
        await foreach (var _ in Services.GetRequiredService<TableServiceClient>().GetTableClient(ListingStore.Type.Table).QueryAsync(cancellationToken: Stop))
        {
            rows++;
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _tokens.DisposeAsync();
        await (_proxies?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Azurite.DisposeAsync();
    }

    /// <summary>Until tables, queues and containers are there, storage answers as if it were away.</summary>
    private Task ReadyAsync() => Services.GetServices<IHostedService>().OfType<StorageSetup>().Single().ExecuteTask!.WaitAsync(Stop);
}
