using Marketplace.Functions.Audit;
using Marketplace.Hosting.Bodies;
using Marketplace.Storage;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Switches off receivers that fail for good, and tells the operators.</summary>
internal sealed partial class WebhookSwitch(
    WebhookStore webhooks, NotificationService notifications, ActorLog log, TimeProvider time, ILogger<WebhookSwitch> logger)
{
    /// <summary>Looks at how a receiver's deliveries ended, and switches it off when they say so; often or once is the same.</summary>
    /// <exception cref="ContentionException">Others kept changing the receiver.</exception>
    public async Task SwitchOffIfFailingAsync(string name, CancellationToken cancellationToken)
    {
        var isRecorded = false;
        await RetryPolicy.RunAsync($"the receiver {name}", TryAsync, cancellationToken);

        async Task<bool> TryAsync(CancellationToken stop)
        {
            if (await webhooks.FindAsync(name, stop) is not { Webhook: var webhook } stored)
            {
                return true;
            }

            if (!webhook.IsEnabled)
            {
                await NotifyAsync(webhook, stop);
                return true;
            }

            var finished = await webhooks.ReadFinishedAsync(name, webhook.EnabledAt, stop).ToListAsync(stop);
            if (WebhookRules.FailureOf(webhook, finished) is not { } failure)
            {
                return true;
            }

            var off = webhook with { IsEnabled = false, Failure = failure, Revision = webhook.Revision + 1 };
            if (!isRecorded)
            {
                await RecordAsync(webhook, off, stop);
                isRecorded = true;
            }

            if (!await webhooks.SaveAsync(off, stored, stop))
            {
                return false;
            }

            LogOff(name, failure);
            await NotifyAsync(off, stop);
            return true;
        }
    }

    private async Task RecordAsync(Webhook webhook, Webhook off, CancellationToken cancellationToken)
    {
        var target = Webhook.TargetOf(webhook.Name);
        var audit = AuditContext.System(target, time.GetUtcNow());
        var reason = CamelCase<WebhookFailure>.Name(off.Failure!.Value);
        await log.RecordAsync(audit, WebhookActions.Disabled, target, reason, WebhookDiff.Between(webhook, off), cancellationToken);
    }

    private async Task NotifyAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        if (webhook.Failure is null)
        {
            return;
        }

        var cause = $"{Webhook.TargetOf(webhook.Name)}#{webhook.EnabledAt.UtcTicks}";
        var notification = Notification.Of(cause, Recipient.Operators, "webhook.disabled", time.GetUtcNow());
        await notifications.PostAsync([notification with { Values = new Dictionary<string, string> { ["name"] = webhook.Name } }], cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The webhook {Name} was switched off: {Failure}")]
    private partial void LogOff(string name, WebhookFailure failure);
}
