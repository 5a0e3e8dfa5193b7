using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>Switches off receivers that fail for good, and tells the operators.</summary>
internal sealed partial class WebhookSwitch(WebhookStore webhooks, NotificationService desk, ActorLog log, TimeProvider time, ILogger<WebhookSwitch> logger)
{
    private const int MaxAttempts = 10;

    /// <summary>Looks at how a receiver's deliveries ended, and switches it off when they say so; often or once is the same.</summary>
    /// <exception cref="InvalidOperationException">Others kept changing the receiver all the time.</exception>
    public async Task SwitchOffIfFailingAsync(string name, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await webhooks.ReadAsync(name, cancellationToken) is not { Webhook: { IsRemoved: false } webhook } stored)
            {
                return;
            }

            if (!webhook.IsEnabled)
            {
                await TellAsync(webhook, cancellationToken);
                return;
            }

            var finished = await webhooks.ReadFinishedAsync(name, webhook.EnabledAt, cancellationToken).ToListAsync(cancellationToken);
            if (WebhookRules.FailureOf(webhook, finished) is not { } failure)
            {
                return;
            }

            if (attempt == 0)
            {
                await RecordAsync(name, failure, cancellationToken);
            }

            var off = webhook with { IsEnabled = false, Failure = failure, Revision = webhook.Revision + 1 };
            if (!await webhooks.SaveAsync(off, stored, cancellationToken))
            {
                continue;
            }

            LogOff(name, failure);
            await TellAsync(off, cancellationToken);
            return;
        }

        throw new InvalidOperationException($"The receiver {name} was changed {MaxAttempts} times meanwhile.");
    }

    private Task RecordAsync(string name, WebhookFailure failure, CancellationToken cancellationToken)
    {
        var target = Webhook.TargetOf(name);
        return log.RecordAsync(new Audited(AuditActor.System, target, time.GetUtcNow()), AuditAction.WebhookDisabled, target, cancellationToken, CamelCase<WebhookFailure>.Name(failure));
    }

    private async Task TellAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        if (webhook.Failure is null)
        {
            return;
        }

        var notice = Notification.Of($"{Webhook.TargetOf(webhook.Name)}#{webhook.EnabledAt.UtcTicks}", Recipient.Operators, "webhook.disabled", time.GetUtcNow());
        await desk.PostAsync([notice with { Values = new Dictionary<string, string> { ["name"] = webhook.Name } }], cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The webhook {Name} was switched off: {Failure}")]
    private partial void LogOff(string name, WebhookFailure failure);
}
