using Marketplace.Functions.Access;
using Marketplace.Functions.Events;
using Marketplace.Functions.Notifications.Webhooks;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications;

/// <summary>What people are told (通知): an inbox for each recipient, read by each person on their own.</summary>
internal static class NotificationEndpoints
{
    private const int MostIds = 100;

    private static readonly QueryParameter<bool> Unread = Query.Flag("unread", "Only what is unread.");
    private static readonly TimeSpan TriggerLimit = TimeSpan.FromMinutes(4);

    public static IServiceCollection AddNotifications(this IServiceCollection services, WebhookOptions webhooks) => services
        .AddSingleton(_ => NotificationTexts.Load())
        .AddSingleton(provider => new NotificationStore(provider.GetRequiredService<TableServiceClient>().GetTableClient(NotificationStore.TableName)))
        .AddSingleton(provider => new ReadMarkStore(provider.GetRequiredService<TableServiceClient>().GetTableClient(NotificationStore.TableName)))
        .AddSingleton(provider => new NotificationProgress(provider.GetRequiredService<TableServiceClient>().GetTableClient(NotificationProgress.TableName)))
        .AddSingleton<IProjection, NotificationProjection>()
        .AddWebhooks(webhooks)
        .AddSingleton<NotificationService>()
        .AddSingleton<Inbox>()
        .AddSingleton<SweepNotifications>();

    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        routes.MapQueueFunction<DeliverWebhook>("DeliverWebhook", WebhookQueue.Name, static (delivery, deliver, stop) => deliver.RunAsync(delivery, stop)).TimeLimit(TriggerLimit);
        routes.MapTimerFunction<SweepNotifications>("SweepNotices", "0 0 3 * * *", static (_, sweep, stop) => sweep.RunAsync(stop)).TimeLimit(TriggerLimit);
    }

    /// <summary>The caller's own notices, below <c>/api/me</c>.</summary>
    public static void MapMyNotifications(this RouteGroupBuilder me)
    {
        var notifications = me.MapGroup("/notifications");
        notifications.MapGet("", ListAsync).WithName("listNotifications").WithSummary("What the caller is told, newest first")
            .Allow(Permissions.ReadNotifications).Reads(Unread, Paging.Limit, Paging.Cursor).Produces<NotificationPage>();
        notifications.MapGet("/unread", CountAsync).WithName("countUnreadNotifications").WithSummary("How much there is to read").Allow(Permissions.ReadNotifications);
        notifications.MapPost("/read", MarkAsync).WithName("markNotificationsRead").WithSummary("Mark notices as read, for the caller alone")
            .Allow(Permissions.MarkNotifications).Produces<UnreadCount>();
    }

    private static async Task<Resource<NotificationPage>> ListAsync(
        QueryValues query, Caller caller, Inbox inbox, NotificationTexts texts, HttpRequest request, CancellationToken cancellationToken)
    {
        var page = await inbox.ReadAsync(caller, query.Get(Unread), query.Get(Paging.Cursor), query.Get(Paging.Limit), cancellationToken);
        var (most, unread) = (query.Get(Unread) ? Inbox.MostUnread : Inbox.MostCounted, UnreadCount.Of(page.Unread));
        return ApiResults.Page(new NotificationPage(
            [.. page.Notices.Select(notice => NotificationItem.Of(notice, page.Read, texts.Say(notice.Notice, request.LanguageOf())))],
            Math.Min(page.Total, most),
            query.NextCursor(page.Last),
            unread.Unread,
            page.Total > most ? true : null,
            unread.UnreadExceeded));
    }

    private static async Task<Resource<UnreadCount>> CountAsync(Caller caller, Inbox inbox, CancellationToken cancellationToken) =>
        ApiResults.Ok(UnreadCount.Of(await inbox.CountUnreadAsync(caller, cancellationToken)));

    private static async Task<IResult> MarkAsync(JsonBody<ReadRequest> body, Caller caller, Inbox inbox, CancellationToken cancellationToken)
    {
        if (Check(body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        await inbox.MarkAsync(caller, body.Value.Ids ?? [], body.Value.UpTo, cancellationToken);
        return ApiResults.Ok(UnreadCount.Of(await inbox.CountUnreadAsync(caller, cancellationToken)));
    }

    private static IReadOnlyList<FieldError> Check(ReadRequest request)
    {
        var errors = new FieldErrors();
        errors.Required("ids", request.Ids is not null || request.UpTo is not null);
        if (!errors.Count("ids", request.Ids, MostIds))
        {
            return errors.All;
        }

        for (var i = 0; i < request.Ids!.Count; i++)
        {
            if (!Notification.IsId(request.Ids[i]))
            {
                errors.Add(FieldError.InvalidFormat(FieldErrors.Item("ids", i)).Accepting("[0-9a-f]{32}"));
            }
        }

        return errors.All;
    }
}
