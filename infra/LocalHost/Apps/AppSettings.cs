using System.Collections;
using System.Text.RegularExpressions;

namespace Marketplace.LocalHost.Apps;

/// <summary>App settings as the handler's environment will show them: the process environment, under what this run was told.</summary>
internal sealed partial class AppSettings
{
    /// <summary>The setting that names the storage account of the host itself.</summary>
    public const string HostStorage = "AzureWebJobsStorage";

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public AppSettings(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (name, value) in values)
        {
            _values[name] = value;
        }
    }

    /// <summary>All settings; the handler inherits every one of them.</summary>
    public IReadOnlyDictionary<string, string> All => _values;

    /// <summary>A setting's value, or null.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    public static AppSettings Read(LocalHostOptions options)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""));
        var settings = new AppSettings(environment.Concat(options.Settings));
        if (options.Storage is { } storage)
        {
            settings._values[HostStorage] = storage;
        }

        return settings;
    }

    /// <summary>The same settings and one more, which may be used as %NAME% in those given for this run.</summary>
    public AppSettings With(string name, string value, IReadOnlyDictionary<string, string> given)
    {
        var known = new AppSettings(_values.Append(KeyValuePair.Create(name, value)));
        return new AppSettings(known._values.Concat(given.Select(setting => KeyValuePair.Create(setting.Key, known.Expand(setting.Value)))));
    }

    /// <summary>Replaces each %NAME% by that setting's value; a name without a setting stays as it is.</summary>
    public string Expand(string text) => SettingName().Replace(text, match => this[match.Groups[1].Value] ?? match.Value);

    [GeneratedRegex(@"%([^%\s]+)%")]
    private static partial Regex SettingName();
}
