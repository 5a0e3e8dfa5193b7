using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>What the audit trail records of webhooks.</summary>
internal static class WebhookActions
{
    public static readonly AuditAction Configured = new(
        "webhook.configured", "配置推送地址", "Webhook configured", "An operator created or changed a receiver of notifications.");

    public static readonly AuditAction Disabled = new(
        "webhook.disabled", "停用推送地址", "Webhook disabled", "The app switched off a receiver of notifications that kept failing or wanted no more.");

    public static readonly AuditAction Removed = new(
        "webhook.removed", "删除推送地址", "Webhook removed", "An operator removed a receiver of notifications.");

    public static readonly AuditAction SecretRotated = new(
        "webhook.secretRotated", "更换推送密钥", "Webhook secret rotated", "An operator created a new secret for a receiver of notifications.");

    public static readonly AuditAction Replayed = new(
        "webhook.replayed", "重放推送", "Webhook replayed", "An operator had notifications sent to a receiver again.");

    public static IReadOnlyList<AuditAction> All { get; } = [Configured, Disabled, Removed, SecretRotated, Replayed];
}
