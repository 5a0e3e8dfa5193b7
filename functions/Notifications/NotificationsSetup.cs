using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Instance;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Queries;

namespace Marketplace.Functions.Notifications;

/// <summary>Notifications (通知): an inbox for each recipient, and for each reader what they have read of it.</summary>
internal static class NotificationsSetup
{
    private static readonly TimeSpan TriggerLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddNotifications(this IServiceCollection services) => services
        .AddApiJson(NotificationsJson.Default)
        .AddTable(NotificationStore.TableName)
        .AddTable(NotificationProgressStore.TableName)
        .AddSingleton(_ => NotificationTexts.Load())
        .AddSingleton(provider => new NotificationStore(provider.Table(NotificationStore.TableName)))
        .AddSingleton(provider => new ReadMarkStore(provider.Table(NotificationStore.TableName)))
        .AddSingleton(provider => new NotificationProgressStore(provider.Table(NotificationProgressStore.TableName)))
        .AddSingleton<IProjection, NotificationProjection>()
        .AddSingleton<NotificationService>()
        .AddSingleton<IAuditObserver, AuditNotifications>()
        .AddSingleton<Inbox>()
        .AddSingleton<SweepNotifications>();

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapHttpFunction("Me", "me").MapGroup("/notifications");
        own.MapGet("", OwnNotifications.ListAsync).WithName("listNotifications").WithSummary("The caller's notifications, newest first")
            .Allow(Permissions.ReadNotifications).Reads(OwnNotifications.Unread, Paging.Limit, Paging.Cursor).Produces<NotificationPage>();
        own.MapGet("/unread", OwnNotifications.CountAsync).WithName("countUnreadNotifications").WithSummary("How many notifications are unread")
            .Allow(Permissions.ReadNotifications);
        own.MapPost("/read", OwnNotifications.MarkAsync).WithName("markNotificationsRead").WithSummary("Mark notifications as read, for the caller alone")
            .Allow(Permissions.MarkNotifications).Produces<UnreadCount>();
        routes.MapTimerFunction<SweepNotifications>("SweepNotifications", "0 0 3 * * *", static (_, sweep, stop) => sweep.RunAsync(stop))
            .TimeLimit(TriggerLimit);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NotificationPage))]
[JsonSerializable(typeof(UnreadCount))]
[JsonSerializable(typeof(ReadRequest))]
internal sealed partial class NotificationsJson : JsonSerializerContext;
