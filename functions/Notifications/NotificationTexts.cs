using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Notifications;

/// <summary>
/// What every notification says, in both languages: one embedded file of the form <c>{"code":{"zh":"…","en":"…"}}</c> with placeholders such as
/// <c>{name}</c>.
/// </summary>
internal sealed partial class NotificationTexts
{
    private readonly FrozenDictionary<string, (string Chinese, string English)> _texts;

    private NotificationTexts(FrozenDictionary<string, (string, string)> texts) => _texts = texts;

    /// <summary>Every code, in ordinal order.</summary>
    public IEnumerable<string> Codes => _texts.Keys.Order(StringComparer.Ordinal);

    public static NotificationTexts Load()
    {
        using var stream = typeof(NotificationTexts).Assembly.GetManifestResourceStream("Marketplace.Functions.Notifications.json")!;
        using var document = JsonDocument.Parse(stream);
        return new(document.RootElement.EnumerateObject().ToFrozenDictionary(
            code => code.Name, code => (code.Value.GetProperty("zh").GetString()!, code.Value.GetProperty("en").GetString()!), StringComparer.Ordinal));
    }

    public bool IsKnown(string code) => _texts.ContainsKey(code);

    /// <exception cref="InvalidOperationException">No text has the code, or a placeholder has no value: a defect of the slice that made the
    /// notification.</exception>
    public string Say(Notification notification, Language language)
    {
        if (!_texts.TryGetValue(notification.Code, out var text))
        {
            throw new InvalidOperationException($"The notification '{notification.Code}' has no text.");
        }

        return Placeholder().Replace(language is Language.English ? text.English : text.Chinese, place =>
            notification.Values.TryGetValue(place.Groups[1].Value, out var value)
                ? value
                : throw new InvalidOperationException($"The notification '{notification.Code}' has no value for {place.Value}."));
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
