using Marketplace.Functions.Audit;
using Marketplace.Functions.Requests;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>How operators see and change receivers.</summary>
internal sealed class WebhookConfiguration(WebhookStore store, WebhookSecrets secrets, WebhookOptions options, NotificationTexts texts, ActorLog log)
{
    public const string KeyMissing = "webhookKeyMissing";

    public async Task<Resource<WebhookList>> ListAsync(CancellationToken cancellationToken)
    {
        var all = await store.ReadAllAsync(cancellationToken);
        return ApiResults.Ok(new WebhookList([.. all.Where(static webhook => !webhook.IsRemoved).Select(static webhook => WebhookItem.Of(webhook))]));
    }

    public async Task<IResult> ReadAsync(string name, CancellationToken cancellationToken) =>
        await store.FindAsync(name, cancellationToken) is { Webhook: var webhook } ? ApiResults.Ok(WebhookItem.Of(webhook), webhook.Tag) : Problems.NotFound();

    public async Task<IResult> PutAsync(
        string name, JsonBody<WebhookRequest> body, HttpRequest request, RequestContext context, CancellationToken cancellationToken)
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
        if (!isNew && CheckPrecondition(request, known!.Webhook) is { } unmet)
        {
            return unmet;
        }

        var webhook = WebhookRules.Configure(name, body.Value, known?.Webhook, context.Now);
        var differences = WebhookDiff.Between(isNew ? null : known!.Webhook, webhook);
        await log.RecordAsync(context.Audit, WebhookActions.Configured, Webhook.TargetOf(name), differences, cancellationToken);
        if (!await store.SaveAsync(webhook, known, cancellationToken))
        {
            return Problems.Stale((await store.ReadAsync(name, cancellationToken))?.Webhook.Tag ?? webhook.Tag);
        }

        return isNew
            ? ApiResults.Created($"/api/operations/{Webhook.TargetOf(name)}", WebhookItem.Of(webhook, secrets.Format(webhook)), webhook.Tag)
            : ApiResults.Ok(WebhookItem.Of(webhook), webhook.Tag);
    }

    public async Task<IResult> RemoveAsync(string name, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(name, cancellationToken) is not { Webhook: var webhook } known)
        {
            return Problems.NotFound();
        }

        if (!ifMatch.Matches(webhook.Tag))
        {
            return Problems.Stale(webhook.Tag);
        }

        await log.RecordAsync(context.Audit, WebhookActions.Removed, Webhook.TargetOf(name), WebhookDiff.Between(webhook, null), cancellationToken);
        var removed = webhook with { IsRemoved = true, IsEnabled = false, Revision = webhook.Revision + 1 };
        return await store.SaveAsync(removed, known, cancellationToken) ? ApiResults.NoContent() : Problems.Stale(removed.Tag);
    }

    public async Task<IResult> RotateSecretAsync(string name, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(name, cancellationToken) is not { Webhook: var webhook } known)
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

        var rotated = WebhookRules.Rotate(webhook, context.Now);
        var differences = WebhookDiff.Between(webhook, rotated);
        await log.RecordAsync(context.Audit, WebhookActions.SecretRotated, Webhook.TargetOf(name), differences, cancellationToken);
        return await store.SaveAsync(rotated, known, cancellationToken)
            ? ApiResults.Ok(WebhookItem.Of(rotated, secrets.Format(rotated)), rotated.Tag)
            : Problems.Stale(rotated.Tag);
    }

    /// <summary>Only a change needs If-Match, and whether it is one shows when the receiver is read.</summary>
    private static Problem? CheckPrecondition(HttpRequest request, Webhook known) => request.Headers.IfMatch is [{ } tag]
        ? tag == "*" || tag == known.Tag.ToString() ? null : Problems.Stale(known.Tag)
        : new Refusal(ProblemCodes.PreconditionRequired);
}
