namespace Marketplace.LocalHost.Apps;

/// <summary>What host.json says, after environment overrides (contract §1, §6, §9–11).</summary>
internal sealed record HostSettings
{
    public required HandlerDescription Handler { get; init; }

    /// <summary>Mode B for HTTP-only functions.</summary>
    public bool Forwarding { get; init; }

    /// <summary>Mode C for HTTP-only functions; wins over <see cref="Forwarding"/>.</summary>
    public bool Proxying { get; init; }

    /// <summary>How long the handler may take until it answers its first request.</summary>
    public TimeSpan InitializationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The handler's port; null takes a free one for each start.</summary>
    public int? HandlerPort { get; init; }

    /// <summary>Goes before each route; may be empty.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>The longest an invocation may take; null for no limit.</summary>
    public TimeSpan? FunctionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The retry policy of functions that state none.</summary>
    public RetryPolicy? Retry { get; init; }

    public QueueSettings Queues { get; init; } = new();

    /// <summary>How requests reach an HTTP-only function (contract §2); every other function gets payloads.</summary>
    public ForwardingMode HttpMode => Proxying ? ForwardingMode.Proxy : Forwarding ? ForwardingMode.Forward : ForwardingMode.Payload;
}

/// <summary>How an invocation travels to the handler (contract §2).</summary>
internal enum ForwardingMode
{
    /// <summary>Mode A: a JSON payload to POST /{FunctionName}.</summary>
    Payload,

    /// <summary>Mode B: the request copied, both bodies buffered.</summary>
    Forward,

    /// <summary>Mode C: the request streamed through.</summary>
    Proxy,
}

/// <summary>What to start: paths and arguments as written, settings already expanded.</summary>
internal sealed record HandlerDescription(string Executable, string? WorkerPath, IReadOnlyList<string> Arguments, IReadOnlyList<string> WorkerArguments, string WorkingDirectory);

/// <summary>The queue trigger's settings (contract §11).</summary>
internal sealed record QueueSettings
{
    public const int DefaultBatchSize = 16;

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

    /// <summary>Whether message texts are base64 of UTF-8; raw text otherwise.</summary>
    public bool Base64 { get; init; } = true;
}
