using System.Globalization;
using Marketplace.Hosting;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Health;
using Marketplace.Identity;
using Marketplace.Identity.Configuration;
using Marketplace.Identity.Keys;
using Marketplace.Identity.Tokens;
using Marketplace.Storage;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Instance;

/// <summary>What every capability stands on: storage, and who may sign in.</summary>
internal static class InstanceSetup
{
    public static void AddInstance(this FunctionAppBuilder builder)
    {
        var account = StorageSettings.Read(builder.Settings);
        builder.TreatAsOutage(static fault => StorageFailure.IsOutage(fault) || StorageSetup.IsStillToCome(fault) || fault is ContentionException);
        builder.Services
            .AddSingleton(_ => new StorageClientOptions())
            .AddSingleton(services => account.CreateTableServiceClient(services.GetRequiredService<StorageClientOptions>()))
            .AddSingleton(services => account.CreateQueueServiceClient(services.GetRequiredService<StorageClientOptions>()))
            .AddSingleton(services => account.CreateBlobServiceClient(services.GetRequiredService<StorageClientOptions>()))
            .AddSingleton<PoisonQueues>()
            .AddSingleton<IQueueSender, QueueSender>()
            .AddHostedService<StorageSetup>();
        builder.AddHealthCheck("storage", CheckStorageAsync);
        builder.AddHealthCheck("messages", CheckMessagesAsync, isVital: false);

        var identity = IdentityOptions.Parse(builder.Settings.Text("Marketplace:Identity", "the issuers as JSON, see docs/identity", "{}"));
        builder.Services
            .AddSingleton(services =>
                new TokenValidator(identity, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<TokenValidator>>()))
            .AddSingleton<ITokenValidator>(services => services.GetRequiredService<TokenValidator>());
        builder.AddHealthCheck("identity", CheckIssuersAsync, isVital: false);
    }

    /// <summary>Whether tables, queues and blobs answer, each asked for something small.</summary>
    private static async Task<HealthResult> CheckStorageAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var resources = services.GetServices<StorageResource>().ToList();
        await Task.WhenAll(
            services.Table(resources.OfType<TableResource>().First().Name).GetEntityIfExistsAsync("health", "health", cancellationToken: cancellationToken),
            services.Queue(resources.OfType<QueueResource>().First().Name).GetPropertiesIfExistsAsync(cancellationToken),
            services.Container(resources.OfType<ContainerResource>().First().Name).GetBlobClient("health").GetPropertiesIfExistsAsync(cancellationToken));
        return HealthResult.Healthy;
    }

    /// <summary>Whether messages were given up: it serves nobody the less, but somebody has to look.</summary>
    private static async Task<HealthResult> CheckMessagesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var queues = await services.GetRequiredService<PoisonQueues>().CountAsync(cancellationToken);
        return queues.Count == 0
            ? HealthResult.Healthy
            : new HealthResult(false, $"given up: {string.Join("; ", queues.Select(Say))}; see GET /api/operations/poison");
    }

    private static string Say(GivenUp queue) =>
        string.Create(CultureInfo.InvariantCulture, $"{queue.Queue} {queue.Messages}, the oldest since {queue.Since:u}");

    private static Task<HealthResult> CheckIssuersAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var ailing = services.GetRequiredService<TokenValidator>().States.Where(state =>
            state.Status is IssuerKeyStatus.Degraded or IssuerKeyStatus.Unavailable).ToList();
        return Task.FromResult(ailing.Count == 0
            ? HealthResult.Healthy
            : new HealthResult(false, string.Join("; ", ailing.Select(state => $"{state.Issuer} {state.Status}: {state.Failure}"))));
    }
}
