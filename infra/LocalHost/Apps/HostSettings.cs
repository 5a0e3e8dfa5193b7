using System.Globalization;
using System.Text.Json;

namespace Marketplace.LocalHost.Apps;

/// <summary>
/// What host.json says (docs/host-contract.md §1, §6, §9, §11). Any value can be overridden by a setting such as
/// <c>AzureFunctionsJobHost__functionTimeout</c>.
/// </summary>
internal sealed record HostSettings
{
    private const string OverridePrefix = "AzureFunctionsJobHost__";

    // Sections of host.json that would change what the host does, and that LocalHost does not play.
    private static readonly string[] Unsupported =
    [
        "configurationProfile", "retry", "customHandler:http", "customHandler:port", "customHandler:description:arguments",
        "customHandler:description:defaultWorkerPath",
        "customHandler:description:workerArguments", "customHandler:description:workingDirectory", "extensions:queues:messageEncoding",
    ];

    /// <summary>The handler's executable, a full path.</summary>
    public required string Executable { get; init; }

    /// <summary>How requests reach the handler.</summary>
    public ForwardingMode HttpMode { get; init; }

    /// <summary>How long the handler may take until it answers its first request.</summary>
    public TimeSpan InitializationTimeout { get; init; }

    /// <summary>Goes before each route; may be empty.</summary>
    public required string RoutePrefix { get; init; }

    /// <summary>The longest an invocation may take; null for no limit.</summary>
    public TimeSpan? FunctionTimeout { get; init; }

    public required QueueSettings Queues { get; init; }

    /// <exception cref="StartupException">host.json is missing, says something the host would refuse, or asks for what LocalHost does not play.</exception>
    public static HostSettings Read(string appFolder, AppSettings settings)
    {
        var json = Load(Path.Combine(appFolder, "host.json"), settings);
        if (json["version"] != "2.0")
        {
            throw new StartupException("host.json: version must be \"2.0\".");
        }

        if (Unsupported.FirstOrDefault(key => json.GetSection(key).Exists()) is { } key)
        {
            throw new StartupException($"host.json: {key.Replace(':', '.')} is not supported by LocalHost.");
        }

        return new HostSettings
        {
            HttpMode = Flag(json, "customHandler:enableProxyingHttpRequest") ? ForwardingMode.Proxy
                : Flag(json, "customHandler:enableForwardingHttpRequest") ? ForwardingMode.Forward
                : throw new StartupException(
                    "host.json: customHandler must set enableProxyingHttpRequest or enableForwardingHttpRequest; LocalHost does not put HTTP into payloads."),
            Executable = FindExecutable(settings.Expand(json["customHandler:description:defaultExecutablePath"] ?? ""), appFolder),
            InitializationTimeout = Span(json, "customHandler:initializationTimeout", TimeSpan.FromSeconds(30)),
            RoutePrefix = json["extensions:http:routePrefix"] ?? "api",
            FunctionTimeout = json["functionTimeout"] is "-1" or "-1.00:00:00"
                ? null
                : Span(json, "functionTimeout", TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1)),
            Queues = QueueSettings.Read(json, settings["AZURE_FUNCTIONS_ENVIRONMENT"] is "Development"),
        };
    }

    internal static int Number(IConfiguration json, string key, int otherwise, int least, int most) =>
        json[key] is not { } text ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw Refused(key, $"a whole number from {least} to {most}");

    internal static TimeSpan Span(IConfiguration json, string key, TimeSpan otherwise, TimeSpan least = default) =>
        json[key] is not { } text ? otherwise
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= least ? span
        : throw Refused(key, least > TimeSpan.Zero ? $"a time of at least {least}, or -1 for none" : "a time such as 00:00:30");

    private static IConfigurationRoot Load(string path, AppSettings settings)
    {
        if (!File.Exists(path))
        {
            throw new StartupException($"{path} not found: --app must name a published app folder.");
        }

        var overrides = settings.All.Where(setting => setting.Key.StartsWith(OverridePrefix, StringComparison.OrdinalIgnoreCase))
            .Select(setting => KeyValuePair.Create(setting.Key[OverridePrefix.Length..].Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value));
        using var file = File.OpenRead(path);
        try
        {
            return new ConfigurationBuilder().AddJsonStream(file).AddInMemoryCollection(overrides).Build();
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new StartupException($"{path}: not valid JSON: {exception.Message}", exception);
        }
    }

    private static bool Flag(IConfiguration json, string key) =>
        json[key] is { } text && (bool.TryParse(text, out var flag) ? flag : throw Refused(key, "true or false"));

    private static string FindExecutable(string named, string appFolder) =>
        named.Length == 0 ? throw new StartupException("host.json: customHandler.description.defaultExecutablePath must name the handler's executable.")
        : Path.Combine(appFolder, named) is var path && File.Exists(path) ? path
        : throw new StartupException($"host.json: the handler's executable '{named}' is not in {appFolder}.");

    private static StartupException Refused(string key, string accepted) => new($"host.json: {key.Replace(':', '.')} must be {accepted}.");
}

/// <summary>How a client's request travels to the handler (docs/host-contract.md §2).</summary>
internal enum ForwardingMode
{
    /// <summary>Mode B: the request copied, both bodies buffered.</summary>
    Forward,

    /// <summary>Mode C: the request streamed through. It wins when both are switched on.</summary>
    Proxy,
}

/// <summary>The queue trigger's settings (docs/host-contract.md §11).</summary>
internal sealed record QueueSettings
{
    private const int DefaultBatchSize = 16;

    /// <summary>Messages per receive call, 1–32.</summary>
    public int BatchSize { get; init; } = DefaultBatchSize;

    /// <summary>Fetch again once no more than this many messages are in flight.</summary>
    public int NewBatchThreshold { get; init; } = DefaultBatchSize / 2;

    /// <summary>The longest pause between looks into an empty queue.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a failed message stays hidden.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Deliveries after which a failed message is poison.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    public static QueueSettings Read(IConfiguration json, bool development)
    {
        const string Queues = "extensions:queues:";
        var batch = HostSettings.Number(json, Queues + "batchSize", DefaultBatchSize, 1, 32);
        return new QueueSettings
        {
            BatchSize = batch,
            NewBatchThreshold = HostSettings.Number(json, Queues + "newBatchThreshold", batch / 2 * Environment.ProcessorCount, 0, 1000),
            MaxPollingInterval = HostSettings.Span(json, Queues + "maxPollingInterval", development ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(1)),
            VisibilityTimeout = HostSettings.Span(json, Queues + "visibilityTimeout", TimeSpan.Zero),
            MaxDequeueCount = HostSettings.Number(json, Queues + "maxDequeueCount", 5, 1, int.MaxValue),
        };
    }
}
