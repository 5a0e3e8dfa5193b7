using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Shows operators what a receiver was or is to be sent.</summary>
internal static class DeliveryLog
{
    public static readonly QueryParameter<DeliveryState?> State = Query.Enum<DeliveryState>("state", "Only deliveries in this state.");
    public static readonly QueryParameter<DateTimeOffset?> From = Query.Instant("from", "Only what was posted since.");

    public static QueryParameter[] Parameters => [State, From, Paging.Limit, Paging.Cursor];

    public static async Task<IResult> ListAsync(string name, QueryValues query, WebhookStore store, CursorCodec cursors, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(name, cancellationToken) is not { Webhook: var webhook })
        {
            return Problems.NotFound();
        }

        var (start, state, limit) = (WebhookRows.StartOf(webhook, query.Get(From)), query.Get(State), query.Get(Paging.Limit));
        var log = store.ReadLogAsync(name, query.Get(Paging.Cursor) ?? start, state, limit + 1, cancellationToken);
        var found = await log.Take(limit + 1).ToListAsync(cancellationToken);
        var total = await store.CountAsync(name, start, state, cancellationToken);
        var items = found.Take(limit).Select(delivery => DeliveryItem.Of(delivery, cursors.Protect(delivery.Place, Webhook.TargetOf(name)))).ToList();
        return ApiResults.Page(new Page<DeliveryItem>(items, total, query.NextCursor(found.Count > limit ? found[limit - 1].Place : null)));
    }
}
