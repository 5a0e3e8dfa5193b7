using Marketplace.Hosting;
using Marketplace.Hosting.App;
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
            .AddHostedService<StorageSetup>();
        builder.AddHealthCheck("storage", CheckStorageAsync);

        var identity = IdentityOptions.Parse(builder.Settings.Text("Marketplace:Identity", "the issuers as JSON, see docs/identity", "{}"));
        builder.Services
            .AddSingleton(services =>
                new TokenValidator(identity, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<TokenValidator>>()))
            .AddSingleton<ITokenValidator>(services => services.GetRequiredService<TokenValidator>());
        builder.AddHealthCheck("identity", CheckIssuersAsync, isVital: false);
    }

    /// <summary>Whether storage answers; what was given up is told, but serves nobody the less.</summary>
    private static async Task<HealthResult> CheckStorageAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        await services.GetRequiredService<PoisonQueues>().CountAsync(cancellationToken) is var poison and > 0
            ? new HealthResult(true, $"{poison} messages given up: GET /api/operations/poison")
            : HealthResult.Healthy;

    private static Task<HealthResult> CheckIssuersAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var ailing = services.GetRequiredService<TokenValidator>().States.Where(state =>
            state.Status is IssuerKeyStatus.Degraded or IssuerKeyStatus.Unavailable).ToList();
        return Task.FromResult(ailing.Count == 0
            ? HealthResult.Healthy
            : new HealthResult(false, string.Join("; ", ailing.Select(state => $"{state.Issuer} {state.Status}: {state.Failure}"))));
    }
}
