using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;
using Marketplace.Outbox;
using Marketplace.Outgoing;
using Marketplace.Storage.Queues;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Receivers that notices are sent to, as operators configure them.</summary>
internal static class WebhookEndpoints
{
    private const string KeyMissing = "webhookKeyMissing";

    private static readonly QueryParameter<DeliveryState?> State = Query.Enum<DeliveryState>("state", "Only deliveries in this state.");
    private static readonly QueryParameter<DateTimeOffset?> From = Query.Instant("from", "Only what was posted since.");

    public static IServiceCollection AddWebhooks(this IServiceCollection services, WebhookOptions options) => services
        .AddSingleton(options)
        .AddSingleton(provider => new WebhookStore(provider.GetRequiredService<TableServiceClient>().GetTableClient(WebhookStore.TableName)))
        .AddSingleton(provider => new WebhookQueue(provider.GetRequiredService<QueueServiceClient>().GetQueueClient(WebhookQueue.Name)))
        .AddSingleton<WebhookSecrets>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<WebhookSender>(provider, OutgoingClient.Create(provider.GetRequiredService<WebhookOptions>().Targets)))
        .AddSingleton<WebhookSwitch>()
        .AddSingleton<WebhookReplay>()
        .AddSingleton<DeliverWebhook>();

    public static void MapWebhookOperations(this RouteGroupBuilder operations)
    {
        var webhooks = operations.MapGroup("/webhooks");
        var reading = webhooks.MapGroup("").Allow(Permissions.ReadWebhooks);
        reading.MapGet("", ListAsync).WithName("listWebhooks").WithSummary("Every receiver of notices");
        reading.MapGet("/{name}", ReadAsync).WithName("getWebhook").WithSummary("One receiver").Produces<WebhookItem>();
        reading.MapGet("/{name}/deliveries", LogAsync).WithName("listWebhookDeliveries").WithSummary("What a receiver was or is to be sent, oldest first")
            .Reads(State, From, Paging.Limit, Paging.Cursor).Produces<Page<DeliveryItem>>();
        var configuring = webhooks.MapGroup("").Allow(Permissions.ConfigureWebhooks);
        configuring.MapPut("/{name}", ConfigureAsync).WithName("configureWebhook").WithSummary("Make a receiver, or change it with If-Match; a new one's secret is told once")
            .Produces<WebhookItem>().Produces<WebhookItem>(StatusCodes.Status201Created).Refuses(KeyMissing, ProblemCodes.PreconditionRequired, ProblemCodes.Stale);
        configuring.MapDelete("/{name}", RemoveAsync).WithName("removeWebhook").WithSummary("Send a receiver nothing more").Refuses(ProblemCodes.Stale);
        configuring.MapPost("/{name}/secret", RotateAsync).WithName("rotateWebhookSecret").WithSummary("Make a new secret; the one before signs for another day")
            .Produces<WebhookItem>().Refuses(KeyMissing, ProblemCodes.Stale);
        webhooks.MapPost("/{name}/replay", ReplayAsync).WithName("replayWebhook").WithSummary("Send a receiver's log anew from a time or a delivery on")
            .Allow(Permissions.ReplayWebhooks).Produces<ReplayRequested>(StatusCodes.Status202Accepted);
    }

    private static async Task<Resource<WebhookList>> ListAsync(WebhookStore store, CancellationToken cancellationToken) =>
        ApiResults.Ok(new WebhookList([.. (await store.ReadAllAsync(cancellationToken)).Where(static webhook => !webhook.IsRemoved).Select(static webhook => WebhookItem.Of(webhook))]));

    private static async Task<IResult> ReadAsync(string name, WebhookStore store, CancellationToken cancellationToken) =>
        await FindAsync(name, store, cancellationToken) is { Webhook: var webhook } ? ApiResults.Ok(WebhookItem.Of(webhook), webhook.Tag) : Problems.NotFound();

    private static async Task<IResult> LogAsync(string name, QueryValues query, WebhookStore store, CursorCodec cursors, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, store, cancellationToken) is not { Webhook: var webhook })
        {
            return Problems.NotFound();
        }

        var (first, limit) = (Since(webhook, query.Get(From)), query.Get(Paging.Limit));
        var found = await store.ReadLogAsync(name, query.Get(Paging.Cursor) ?? first, query.Get(State), limit + 1, cancellationToken).Take(limit + 1).ToListAsync(cancellationToken);
        var total = await store.CountAsync(name, first, query.Get(State), cancellationToken);
        var items = found.Take(limit).Select(delivery => DeliveryItem.Of(delivery, cursors.Protect(delivery.Place, Webhook.TargetOf(name)))).ToList();
        return ApiResults.Page(new Page<DeliveryItem>(items, total, query.NextCursor(found.Count > limit ? found[limit - 1].Place : null)));
    }

    private static async Task<IResult> ConfigureAsync(
        string name, JsonBody<WebhookRequest> body, WebhookStore store, WebhookSecrets secrets, WebhookOptions options, NotificationTexts texts, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!WebhookRules.IsName(name))
        {
            return Problems.Invalid(FieldError.InvalidFormat("name").Accepting("1–40 lower-case letters, digits and hyphens"));
        }

        if (!secrets.AreAvailable)
        {
            return Problems.Conflict(KeyMissing);
        }

        if (WebhookRules.Check(body.Value, options.Targets, texts) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var known = await store.ReadAsync(name, cancellationToken);
        var isNew = known is null or { Webhook.IsRemoved: true };
        if (!isNew && Precondition(request, known!.Webhook) is { } refused)
        {
            return refused;
        }

        var audited = Audited.By(access, trace, time);
        await log.RecordAsync(audited, AuditAction.WebhookConfigured, Webhook.TargetOf(name), cancellationToken);
        var webhook = WebhookRules.Configure(name, body.Value, known?.Webhook, audited.At);
        if (!await store.SaveAsync(webhook, known, cancellationToken))
        {
            return Problems.Stale((await store.ReadAsync(name, cancellationToken))?.Webhook.Tag ?? webhook.Tag);
        }

        return isNew
            ? ApiResults.Created($"/api/operations/{Webhook.TargetOf(name)}", WebhookItem.Of(webhook, secrets.Tell(webhook)), webhook.Tag)
            : ApiResults.Ok(WebhookItem.Of(webhook), webhook.Tag);
    }

    private static async Task<IResult> RemoveAsync(
        string name, IfMatch ifMatch, WebhookStore store, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, store, cancellationToken) is not { Webhook: var webhook } known)
        {
            return Problems.NotFound();
        }

        if (!ifMatch.Matches(webhook.Tag))
        {
            return Problems.Stale(webhook.Tag);
        }

        await log.RecordAsync(Audited.By(access, trace, time), AuditAction.WebhookRemoved, Webhook.TargetOf(name), cancellationToken);
        var removed = webhook with { IsRemoved = true, IsEnabled = false, Revision = webhook.Revision + 1 };
        return await store.SaveAsync(removed, known, cancellationToken) ? ApiResults.NoContent() : Problems.Stale(removed.Tag);
    }

    private static async Task<IResult> RotateAsync(
        string name, IfMatch ifMatch, WebhookStore store, WebhookSecrets secrets, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, store, cancellationToken) is not { Webhook: var webhook } known)
        {
            return Problems.NotFound();
        }

        if (!secrets.AreAvailable)
        {
            return Problems.Conflict(KeyMissing);
        }

        if (!ifMatch.Matches(webhook.Tag))
        {
            return Problems.Stale(webhook.Tag);
        }

        var audited = Audited.By(access, trace, time);
        await log.RecordAsync(audited, AuditAction.WebhookSecretRotated, Webhook.TargetOf(name), cancellationToken);
        var rotated = WebhookRules.Rotate(webhook, audited.At);
        return await store.SaveAsync(rotated, known, cancellationToken) ? ApiResults.Ok(WebhookItem.Of(rotated, secrets.Tell(rotated)), rotated.Tag) : Problems.Stale(rotated.Tag);
    }

    private static async Task<IResult> ReplayAsync(
        string name, JsonBody<ReplayRequest> body, WebhookStore store, WebhookReplay replay, CursorCodec cursors, ActorLog log, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, store, cancellationToken) is not { Webhook: var webhook })
        {
            return Problems.NotFound();
        }

        var (from, cursor, place) = (body.Value.From, body.Value.Cursor, "");
        if (from is null && cursor is null)
        {
            return Problems.Invalid(FieldError.Required("from"));
        }

        if (from is not null && cursor is not null)
        {
            return Problems.Invalid(FieldError.Inconsistent("cursor", "from"));
        }

        if (cursor is not null && !cursors.TryRead(cursor, Webhook.TargetOf(name), out place))
        {
            return Problems.Invalid(new FieldError("cursor", ProblemCodes.InvalidCursor));
        }

        var audited = Audited.By(access, trace, time);
        await log.RecordAsync(audited, AuditAction.WebhookReplayed, Webhook.TargetOf(name), cancellationToken);
        var first = Since(webhook, from);
        await replay.RequestAsync(name, string.CompareOrdinal(place, first) > 0 ? place : first, EventIds.New(), cancellationToken);
        return ApiResults.Accepted($"/api/operations/{Webhook.TargetOf(name)}/deliveries", new ReplayRequested(audited.At));
    }

    private static async Task<StoredWebhook?> FindAsync(string name, WebhookStore store, CancellationToken cancellationToken) =>
        WebhookRules.IsName(name) && await store.ReadAsync(name, cancellationToken) is { Webhook.IsRemoved: false } stored ? stored : null;

    /// <summary>The log of a receiver of the same name that was removed is not this one's.</summary>
    private static string Since(Webhook webhook, DateTimeOffset? from) => WebhookRows.PlaceOf(from > webhook.CreatedAt ? from.Value : webhook.CreatedAt);

    /// <summary>Only a change needs If-Match, and whether it is one shows when the receiver is read.</summary>
    private static Problem? Precondition(HttpRequest request, Webhook known) => request.Headers.IfMatch is [{ } tag]
        ? tag == "*" || tag == known.Tag.ToString() ? null : Problems.Stale(known.Tag)
        : new Refusal(ProblemCodes.PreconditionRequired);
}
