using Marketplace.Functions.Requests;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Notifications;

/// <summary>The caller's own notifications, below <c>/api/me</c>.</summary>
internal static class OwnNotifications
{
    public static readonly QueryParameter<bool> Unread = Query.Flag("unread", "Only what is unread.");

    private const int MaxIds = 100;

    public static async Task<Resource<NotificationPage>> ListAsync(
        QueryValues query, Inbox inbox, NotificationTexts texts, RequestContext context, CancellationToken cancellationToken)
    {
        var page = await inbox.ReadAsync(context.Caller, query.Get(Unread), query.Get(Paging.Cursor), query.Get(Paging.Limit), cancellationToken);
        var (max, unread) = (query.Get(Unread) ? Inbox.MaxUnread : Inbox.MaxCounted, UnreadCount.Of(page.Unread));
        return ApiResults.Page(new NotificationPage(
            [.. page.Items.Select(stored => NotificationItem.Of(stored, page.Read, texts.Say(stored.Notification, context.Language)))],
            Math.Min(page.Total, max),
            query.NextCursor(page.Last),
            unread.Unread,
            page.Total > max ? true : null,
            unread.UnreadExceeded));
    }

    public static async Task<Resource<UnreadCount>> CountAsync(Inbox inbox, RequestContext context, CancellationToken cancellationToken) =>
        ApiResults.Ok(UnreadCount.Of(await inbox.CountUnreadAsync(context.Caller, cancellationToken)));

    public static async Task<IResult> MarkAsync(JsonBody<ReadRequest> body, Inbox inbox, RequestContext context, CancellationToken cancellationToken)
    {
        if (Check(body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        await inbox.MarkAsync(context.Caller, body.Value.Ids ?? [], body.Value.UpTo, context.Now, cancellationToken);
        return ApiResults.Ok(UnreadCount.Of(await inbox.CountUnreadAsync(context.Caller, cancellationToken)));
    }

    private static IReadOnlyList<FieldError> Check(ReadRequest request)
    {
        var errors = new FieldErrors();
        errors.Required("ids", request.Ids is not null || request.UpTo is not null);
        if (!errors.Count("ids", request.Ids, MaxIds))
        {
            return errors.All;
        }

        foreach (var (index, id) in request.Ids!.Index())
        {
            if (!Notification.IsId(id))
            {
                errors.Add(FieldError.InvalidFormat(FieldErrors.Item("ids", index)).Accepting("[0-9a-f]{32}"));
            }
        }

        return errors.All;
    }
}
