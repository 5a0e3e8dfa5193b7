using System.Globalization;
using Marketplace.Audit;
using Marketplace.Functions.Audit;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>
/// What changed between two states of a receiver, for the audit trail. Receivers often carry a secret in the path or query of their address, so the
/// trail has its host, and a digest that shows whether the rest is the same.
/// </summary>
internal static class WebhookDiff
{
    public static AuditDifferences Between(Webhook? before, Webhook? after)
    {
        var changes = new FieldDiff();
        changes.Add("host", HostOf(before), HostOf(after));
        changes.Add("url", DigestOf(before), DigestOf(after));
        changes.Add("codes", Joined(before?.Codes), Joined(after?.Codes));
        changes.Add("recipients", Joined(before?.Recipients), Joined(after?.Recipients));
        changes.Add("enabled", before is null ? null : Text(before.IsEnabled), after is null ? null : Text(after.IsEnabled));
        changes.Add("secret", Text(before?.Generation), Text(after?.Generation));
        return new(changes.All, []);
    }

    private static string? HostOf(Webhook? webhook) => webhook is null ? null : new Uri(webhook.Url).IdnHost;

    private static string? DigestOf(Webhook? webhook) => webhook is null ? null : $"sha256:{AuditChain.Digest(webhook.Url)}";

    private static string? Joined(IReadOnlyList<string>? filters) => filters is null ? null : string.Join(' ', filters);

    private static string Text(bool flag) => flag ? "true" : "false";

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
