using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Marketplace.Hosting.App;

/// <summary>
/// Reads the app's settings in <c>Program.cs</c>, so that nothing reads configuration later. A wrong setting is recorded and a
/// harmless value returned; the app then refuses to start and names all wrong settings at once.
/// </summary>
/// <param name="configuration">Where settings come from: <c>appsettings.json</c>, environment variables (<c>Host__Port</c>), the command line.</param>
public sealed class Settings(IConfiguration configuration)
{
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, Setting> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every setting that was read, by name; tests compare README and deployment with it.</summary>
    public IEnumerable<Setting> Known => _known.Values.OrderBy(static setting => setting.Name, StringComparer.Ordinal);

    /// <summary>The errors found, one sentence each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>A text; required where there is no <paramref name="fallback"/>.</summary>
    /// <param name="name">The setting's name, such as <c>Host:Region</c>.</param>
    /// <param name="accepted">What is accepted, with an example; part of the error message.</param>
    /// <param name="fallback">The value when it is not set.</param>
    /// <param name="isValid">Whether a value is accepted; null for any.</param>
    public string Text(string name, string accepted, string? fallback = null, Predicate<string>? isValid = null) =>
        Read(name, accepted, fallback, fallback ?? "", value => (isValid is null || isValid(value), value));

    /// <summary>A text or null.</summary>
    public string? Optional(string name, string accepted) => Text(name, accepted, "") is { Length: > 0 } text ? text : null;

    /// <summary>A whole number within limits.</summary>
    public int Number(string name, int min, int max, int fallback) =>
        Read(name, $"a whole number from {min} to {max}", fallback.ToString(CultureInfo.InvariantCulture), fallback, value =>
            (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max, number));

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string name, bool fallback) =>
        Read(name, "true or false", fallback ? "true" : "false", fallback, static value => (bool.TryParse(value, out var flag), flag));

    /// <summary>A time in seconds.</summary>
    public TimeSpan Seconds(string name, int min, int max, int fallback) => TimeSpan.FromSeconds(Number(name, min, max, fallback));

    /// <summary>An absolute http or https address; required.</summary>
    public Uri Address(string name, string accepted) =>
        Read(name, accepted, null, new Uri("about:blank"), static value =>
            (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https", address!));

    /// <summary>Texts separated by commas; empty when not set.</summary>
    public IReadOnlyList<string> List(string name, string accepted, Predicate<string>? isValid = null) =>
        Read<IReadOnlyList<string>>(name, accepted, "", [], value =>
        {
            var items = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return (isValid is null || Array.TrueForAll(items, isValid), items);
        });

    /// <summary>One or more secret keys in base64, separated by commas; required.</summary>
    public IReadOnlyList<byte[]> Keys(string name, int minBytes) =>
        Read<IReadOnlyList<byte[]>>(name,
            $"one or more keys of at least {minBytes} random bytes in base64, separated by commas (openssl rand -base64 {minBytes})", null,
            [new byte[minBytes]], value =>
        {
            var keys = value.Split(',', StringSplitOptions.TrimEntries).Select(Base64).ToArray();
            return (Array.TrueForAll(keys, key => key?.Length >= minBytes), keys!);
        });

    private static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private T Read<T>(string name, string accepted, string? fallbackText, T fallback, Func<string, (bool IsValid, T Value)> read)
    {
        _known[name] = new(name, accepted, fallbackText);
        var text = configuration[name];
        if (string.IsNullOrEmpty(text))
        {
            if (fallbackText is null)
            {
                _faults.Add($"The setting {name} is missing: set it to {accepted}.");
            }

            return fallback;
        }

        var (isValid, value) = read(text);
        if (isValid)
        {
            return value;
        }

        // The value itself may be a secret, so it is not repeated.
        _faults.Add($"The setting {name} is not accepted: set it to {accepted}.");
        return fallback;
    }
}

/// <summary>One setting of the app.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Accepted">What is accepted.</param>
/// <param name="Fallback">The value when it is not set; null when it is required.</param>
public sealed record Setting(string Name, string Accepted, string? Fallback);
