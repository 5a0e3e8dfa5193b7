using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Instance;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Outgoing;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Webhooks (推送地址): receivers that notifications are sent to, as operators configure them.</summary>
internal static class WebhooksSetup
{
    private static readonly TimeSpan TriggerLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddWebhooks(this IServiceCollection services, WebhookOptions options)
    {
        services
            .AddApiJson(WebhooksJson.Default)
            .AddProblemTexts(typeof(WebhooksSetup).Assembly, "Notifications/Webhooks/Problems.json")
            .AddAuditActions(WebhookActions.All)
            .AddTable(WebhookStore.TableName)
            .AddQueue(WebhookQueue.Name)
            .AddSingleton(options)
            .AddSingleton(provider => new WebhookStore(provider.Table(WebhookStore.TableName)))
            .AddSingleton(provider => new WebhookQueue(provider.Queue(WebhookQueue.Name)))
            .AddSingleton<WebhookSecrets>()
            .AddSingleton<WebhookConfiguration>()
            .AddSingleton(static provider => ActivatorUtilities.CreateInstance<WebhookSender>(
                provider, OutgoingClient.Create(provider.GetRequiredService<WebhookOptions>().Targets)))
            .AddSingleton<WebhookSwitch>()
            .AddSingleton<DeliveryLogWriter>()
            .AddSingleton<DeliveryAttempts>()
            .AddSingleton<WebhookReplay>()
            .AddSingleton<DeliverWebhook>()
            .AddSingleton<SweepDeliveries>();

        // Without a key nothing is announced and nothing is marked as announced.
        return options.Key is null ? services : services.AddSingleton<INotificationListener>(static provider => provider.GetRequiredService<WebhookQueue>());
    }

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapOperationsGroup().MapGroup("/webhooks");
        MapConfiguration(webhooks, routes.ServiceProvider.GetRequiredService<WebhookConfiguration>());
        webhooks.MapGet("/{name}/deliveries", DeliveryLog.ListAsync).WithName("listWebhookDeliveries").WithSummary("A receiver's deliveries, oldest first")
            .Allow(Permissions.ReadWebhooks).Reads(DeliveryLog.Parameters).Produces<Page<DeliveryItem>>();
        webhooks.MapPost("/{name}/replay", routes.ServiceProvider.GetRequiredService<WebhookReplay>().RequestAsync).WithName("replayWebhook")
            .WithSummary("Send a receiver's deliveries again, from a time or a delivery on").Allow(Permissions.ReplayWebhooks)
            .Produces<ReplayRequested>(StatusCodes.Status202Accepted);
        routes.MapQueueFunction<DeliverWebhook>("DeliverWebhook", WebhookQueue.Name, static (delivery, deliver, stop) => deliver.RunAsync(delivery, stop))
            .TimeLimit(TriggerLimit);
        routes.MapTimerFunction<SweepDeliveries>("SweepDeliveries", "0 0 3 * * *", static (_, sweep, stop) => sweep.RunAsync(stop)).TimeLimit(TriggerLimit);
    }

    private static void MapConfiguration(RouteGroupBuilder webhooks, WebhookConfiguration configuration)
    {
        var reading = webhooks.MapGroup("").Allow(Permissions.ReadWebhooks);
        reading.MapGet("", configuration.ListAsync).WithName("listWebhooks").WithSummary("Every receiver of notifications");
        reading.MapGet("/{name}", configuration.ReadAsync).WithName("getWebhook").WithSummary("One receiver").Produces<WebhookItem>();
        var changing = webhooks.MapGroup("").Allow(Permissions.ConfigureWebhooks);
        changing.MapPut("/{name}", configuration.PutAsync).WithName("configureWebhook")
            .WithSummary("Create a receiver, or change it with If-Match; the secret of a new one is returned once")
            .Produces<WebhookItem>().Produces<WebhookItem>(StatusCodes.Status201Created)
            .Refuses(WebhookConfiguration.KeyMissing, ProblemCodes.PreconditionRequired, ProblemCodes.Stale);
        changing.MapDelete("/{name}", configuration.RemoveAsync).WithName("removeWebhook").WithSummary("Remove a receiver; nothing more is sent to it")
            .Refuses(ProblemCodes.Stale);
        changing.MapPost("/{name}/secret", configuration.RotateSecretAsync).WithName("rotateWebhookSecret")
            .WithSummary("Create a new secret; the one before signs for another day")
            .Produces<WebhookItem>().Refuses(WebhookConfiguration.KeyMissing, ProblemCodes.Stale);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(WebhookItem))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(Page<DeliveryItem>), TypeInfoPropertyName = "DeliveryPage")]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayRequested))]
internal sealed partial class WebhooksJson : JsonSerializerContext;
