using Marketplace.Hosting;
using Marketplace.Hosting.App;
using Marketplace.Outgoing;

namespace Marketplace.Functions.Notifications.Webhooks;

/// <summary>How notifications are sent to receivers.</summary>
/// <param name="Key">Key of the secrets; null when receivers cannot be configured.</param>
/// <param name="Targets">Where may be sent to.</param>
internal sealed record WebhookOptions(byte[]? Key, TargetRules Targets)
{
    private const int KeyBytes = 32;

    /// <summary>How long one attempt may take, from name resolution to the head of the response.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    public static WebhookOptions Read(Settings settings)
    {
        var key = settings.Text(
            "Marketplace:WebhookKey",
            $"a key of at least {KeyBytes} random bytes in base64 (openssl rand -base64 {KeyBytes}); without it no webhook can be configured",
            "",
            static text => Bytes(text)?.Length >= KeyBytes);
        var hosts = settings.List(
            "Marketplace:WebhookHosts",
            "hosts with ports such as 127.0.0.1:8080, separated by commas, for development only",
            static host => Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri) && host == $"{uri.Host}:{uri.Port}");
        return new WebhookOptions(Bytes(key) is { Length: >= KeyBytes } bytes ? bytes : null, new TargetRules(hosts.ToHashSet(StringComparer.Ordinal)));
    }

    private static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
