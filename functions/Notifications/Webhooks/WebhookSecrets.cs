using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>
/// Receivers' secrets, made from the instance's key, the receiver's name and the number of the secret, so that none is stored; and the
/// signatures made with them, in the form of Standard Webhooks 1.0 (symmetric, <c>v1</c>).
/// </summary>
internal sealed class WebhookSecrets(WebhookOptions options)
{
    /// <summary>Whether there is a key to make secrets from.</summary>
    public bool AreAvailable => options.Key is not null;

    /// <summary>The secret as the receiver is given it.</summary>
    public string Format(Webhook webhook) => $"whsec_{Convert.ToBase64String(Make(webhook.Name, webhook.Generation))}";

    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret in force, the newest first.</summary>
    public string Sign(Webhook webhook, string id, DateTimeOffset now, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{now.ToUnixTimeSeconds()}.")), .. body];
        return string.Join(' ', WebhookRules.Generations(webhook, now).Select(generation =>
            $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Make(webhook.Name, generation), signed))}"));
    }

    private byte[] Make(string name, int generation) => HMACSHA256.HashData(
        options.Key ?? throw new InvalidOperationException("There is no key for webhooks."),
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"webhook\n{name}\n{generation}")));
}
