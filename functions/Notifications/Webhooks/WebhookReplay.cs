using Marketplace.Functions.Audit;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Outbox;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Makes a receiver's deliveries again from some place on, when an operator asks for it; a part for each message.</summary>
internal sealed class WebhookReplay(WebhookStore webhooks, WebhookQueue queue, CursorCodec cursors, ActorLog log)
{
    private const int DeliveriesAtOnce = 100;

    public async Task<IResult> RequestAsync(string name, JsonBody<ReplayRequest> body, RequestContext context, CancellationToken cancellationToken)
    {
        if (await webhooks.FindAsync(name, cancellationToken) is not { Webhook: var webhook })
        {
            return Problems.NotFound();
        }

        var (from, cursor) = body.Value;
        var place = "";
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

        await log.RecordAsync(context.Audit, WebhookActions.Replayed, Webhook.TargetOf(name), cancellationToken);
        var start = WebhookRows.StartOf(webhook, from);
        await SendAsync(new LogReplay(name, string.CompareOrdinal(place, start) > 0 ? place : start, EventIds.New()), cancellationToken);
        return ApiResults.Accepted($"/api/operations/{Webhook.TargetOf(name)}/deliveries", new ReplayRequested(context.Now));
    }

    /// <summary>Sends a message for each delivery of the next part, and one for the part after it.</summary>
    public async Task RunAsync(LogReplay replay, CancellationToken cancellationToken)
    {
        var rest = webhooks.ReadLogAsync(replay.Webhook, replay.After, null, DeliveriesAtOnce, cancellationToken);
        var part = await rest.Take(DeliveriesAtOnce).ToListAsync(cancellationToken);
        foreach (var delivery in part)
        {
            await queue.SendAsync(DeliveryReplay.Type.Write(new(replay.Webhook, delivery.Place, replay.Replay)), TimeSpan.Zero, cancellationToken);
        }

        if (part.Count == DeliveriesAtOnce)
        {
            await SendAsync(replay with { After = part[^1].Place }, cancellationToken);
        }
    }

    private Task SendAsync(LogReplay replay, CancellationToken cancellationToken) =>
        queue.SendAsync(LogReplay.Type.Write(replay), TimeSpan.Zero, cancellationToken);
}
