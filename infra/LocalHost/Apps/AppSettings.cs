using System.Collections;
using System.Text.Json;

namespace Marketplace.LocalHost.Apps;

/// <summary>
/// App settings as the handler's environment will show them: local.settings.json, under the process environment, under what this run was told.
/// </summary>
internal sealed class AppSettings
{
    /// <summary>The setting that names the storage account of the host itself.</summary>
    public const string HostStorage = "AzureWebJobsStorage";

    private readonly Dictionary<string, string> _values;

    public AppSettings(IEnumerable<KeyValuePair<string, string>> values)
    {
        _values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Add(_values, values);
    }

    /// <summary>All settings; the handler inherits every one of them.</summary>
    public IReadOnlyDictionary<string, string> All => _values;

    /// <summary>A setting's value, or null.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    public static AppSettings Read(LocalHostOptions options)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Add(values, FromFile(Path.Combine(options.AppFolder, "local.settings.json")));
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            values[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        Add(values, options.Settings);
        if (options.Storage is { } storage)
        {
            values[HostStorage] = storage;
        }

        return new AppSettings(values);
    }

    /// <summary>The same settings and one more, which may be used as %NAME% in those given for this run.</summary>
    public AppSettings With(string name, string value, IReadOnlyDictionary<string, string> given)
    {
        var known = new AppSettings(_values.Append(KeyValuePair.Create(name, value)));
        Add(known._values, given.ToDictionary(setting => setting.Key, setting => known.Expand(setting.Value)));
        return known;
    }

    /// <summary>Whether a setting says yes ("true" or "1").</summary>
    public bool IsOn(string name) => this[name] is { } value && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>Replaces each %NAME% by that setting's value; a name without a setting stays as it is.</summary>
    public string Expand(string text)
    {
        var parts = text.Split('%');
        if (parts.Length < 3)
        {
            return text;
        }

        var expanded = new System.Text.StringBuilder(parts[0]);
        for (var i = 1; i < parts.Length; i++)
        {
            if (i < parts.Length - 1 && parts[i].Length > 0 && this[parts[i]] is { } value)
            {
                expanded.Append(value).Append(parts[++i]);
            }
            else
            {
                expanded.Append('%').Append(parts[i]);
            }
        }

        return expanded.ToString();
    }

    /// <summary>
    /// The connection string behind a binding's <c>connection</c>: the setting AzureWebJobs{name}, else {name}; without a name the host's own storage.
    /// </summary>
    public string? ConnectionString(string? connection) =>
        string.IsNullOrEmpty(connection) ? this[HostStorage] : this["AzureWebJobs" + connection] ?? this[connection];

    private static void Add(Dictionary<string, string> values, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach (var (name, value) in more)
        {
            values[name] = value;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> FromFile(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var document = JsonFile.Read(path);
        if (document.RootElement.TryGetProperty("Values", out var section) && section.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in section.EnumerateObject())
            {
                yield return new(property.Name, property.Value.ToString());
            }
        }
    }
}
