using System.Globalization;
using System.Text.Json;

namespace Marketplace.LocalHost.Apps;

/// <summary>
/// Reads host.json. Any value can be overridden by a setting such as <c>AzureFunctionsJobHost__functionTimeout</c>.
/// </summary>
internal static class HostSettingsReader
{
    private const string OverridePrefix = "AzureFunctionsJobHost__";
    private const string Section = "customHandler";

    /// <exception cref="StartupException">host.json is missing or says something the host would refuse.</exception>
    public static HostSettings Read(string appFolder, AppSettings settings)
    {
        var path = Path.Combine(appFolder, "host.json");
        if (!File.Exists(path))
        {
            throw new StartupException($"{path} not found: --app must name a published app folder.");
        }

        var json = new ConfigurationBuilder()
            .AddInMemoryCollection(Flatten(path))
            .AddInMemoryCollection(Overrides(settings))
            .Build();
        return Read(json, appFolder, settings);
    }

    private static HostSettings Read(IConfiguration json, string appFolder, AppSettings settings)
    {
        if (json["version"] != "2.0")
        {
            throw new StartupException("host.json: version must be \"2.0\".");
        }

        if (json.GetSection($"{Section}:http").Exists() || json.GetSection("configurationProfile").Exists())
        {
            throw new StartupException($"host.json: {Section}.http and configurationProfile are not supported here; describe HTTP functions by function.json.");
        }

        var value = new SettingReader(json);
        return new HostSettings
        {
            Handler = HandlerDescriptionReader.Read(json.GetSection($"{Section}:description"), appFolder, settings),
            Forwarding = value.Flag($"{Section}:enableForwardingHttpRequest", false),
            Proxying = value.Flag($"{Section}:enableProxyingHttpRequest", false),
            InitializationTimeout = value.Span($"{Section}:initializationTimeout", TimeSpan.FromSeconds(30)),
            HandlerPort = value.Number($"{Section}:port", 0, 0, 65535) is > 0 and var port ? port : null,
            RoutePrefix = json["extensions:http:routePrefix"] ?? "api",
            FunctionTimeout = FunctionTimeout(json["functionTimeout"]),
            Retry = RetryPolicyReader.Read(json.GetSection("retry")),
            Queues = Queues(value, settings),
        };
    }

    private static TimeSpan? FunctionTimeout(string? text)
    {
        if (text is null)
        {
            return TimeSpan.FromMinutes(30);
        }

        if (text is "-1" or "-1.00:00:00")
        {
            return null;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.FromSeconds(1)
            ? span
            : throw new StartupException("host.json: functionTimeout must be a time of at least 00:00:01, or -1 for none.");
    }

    private static QueueSettings Queues(SettingReader value, AppSettings settings)
    {
        const string Queues = "extensions:queues:";
        var batch = value.Number(Queues + "batchSize", QueueSettings.DefaultBatchSize, 1, 32);
        var development = settings["AZURE_FUNCTIONS_ENVIRONMENT"] is "Development";
        return new QueueSettings
        {
            BatchSize = batch,
            NewBatchThreshold = value.Number(Queues + "newBatchThreshold", batch / 2 * Environment.ProcessorCount, 0, 1000),
            MaxPollingInterval = value.Span(Queues + "maxPollingInterval", development ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(1)),
            VisibilityTimeout = value.Span(Queues + "visibilityTimeout", TimeSpan.Zero),
            MaxDequeueCount = value.Number(Queues + "maxDequeueCount", 5, 1, int.MaxValue),
            Base64 = !value.Text(Queues + "messageEncoding", "base64").Equals("none", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static IEnumerable<KeyValuePair<string, string?>> Overrides(AppSettings settings) =>
        from setting in settings.All
        where setting.Key.StartsWith(OverridePrefix, StringComparison.OrdinalIgnoreCase)
        select KeyValuePair.Create(setting.Key[OverridePrefix.Length..].Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value);

    private static List<KeyValuePair<string, string?>> Flatten(string path)
    {
        using var document = JsonFile.Read(path);
        var values = new List<KeyValuePair<string, string?>>();
        Flatten(document.RootElement, "", values);
        return values;
    }

    private static void Flatten(JsonElement element, string path, List<KeyValuePair<string, string?>> values)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Flatten(property.Value, path.Length == 0 ? property.Name : $"{path}:{property.Name}", values);
            }
        }
        else if (element.ValueKind != JsonValueKind.Null)
        {
            // Arrays stay JSON text: that is also the form in which an override gives one.
            values.Add(new(path, element.ValueKind == JsonValueKind.Array ? element.GetRawText() : element.ToString()));
        }
    }
}
