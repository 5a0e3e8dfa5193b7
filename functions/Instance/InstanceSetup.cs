using Marketplace.Functions.Listings.State;
using Marketplace.Hosting;
using Marketplace.Identity;
using Marketplace.Storage;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Instance;

/// <summary>What every capability stands on: storage, and who may sign in.</summary>
internal static class InstanceSetup
{
    public static void AddInstance(this FunctionAppBuilder builder)
    {
        var account = StorageSettings.Read(builder.Settings);
        builder.TreatAsOutage(StorageFailure.IsOutage);
        builder.Services
            .AddSingleton(_ => new StorageClientOptions())
            .AddSingleton(services => account.CreateTableServiceClient(services.GetRequiredService<StorageClientOptions>()))
            .AddSingleton(services => account.CreateQueueServiceClient(services.GetRequiredService<StorageClientOptions>()))
            .AddSingleton(services => account.CreateBlobServiceClient(services.GetRequiredService<StorageClientOptions>()))
            .AddHostedService<StorageSetup>();
        builder.AddHealthCheck("storage", CheckStorageAsync);

        var identity = IdentityOptions.Parse(builder.Settings.Text("Marketplace:Identity", "the issuers as JSON, see docs/identity", "{}"));
        builder.Services.AddSingleton<ITokenValidator>(services =>
            new TokenValidator(identity, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<TokenValidator>>()));
        builder.AddHealthCheck("identity", CheckIssuers, isVital: false);
    }

    private static async Task<HealthResult> CheckStorageAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var queue = services.GetRequiredService<QueueServiceClient>().GetQueueClient($"{ListingStore.Queue}-poison");
        var poison = (await queue.GetPropertiesIfExistsAsync(cancellationToken))?.ApproximateMessagesCount ?? 0;
        return poison == 0 ? HealthResult.Healthy : new HealthResult(true, $"{poison} messages in {queue.Name}");
    }

    private static Task<HealthResult> CheckIssuers(IServiceProvider services, CancellationToken cancellationToken) =>
        Task.FromResult(HealthResult.Healthy);
}
