namespace Marketplace.LocalHost;

/// <summary>Everything a run of LocalHost can be told; the command line is one way to fill it.</summary>
public sealed record LocalHostOptions
{
    /// <summary>The published app: the folder with host.json and one folder per function.</summary>
    public required string AppFolder { get; init; }

    /// <summary>The public port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>The development issuer's port on 127.0.0.1; 0 takes a free one, null is the public port plus one.</summary>
    public int? IssuerPort { get; init; }

    /// <summary>Where the issuer's signing key is kept; null keeps nothing.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The connection string that becomes the setting AzureWebJobsStorage; null leaves that to the environment.</summary>
    public string? Storage { get; init; }

    /// <summary>Names this app in timer status and locks: at most 32 characters, lower case; null derives it from the app folder.</summary>
    public string? HostId { get; init; }

    /// <summary>The file each exchange with the handler is appended to, one JSON object a line; null records nothing.</summary>
    public string? RecordFile { get; init; }

    /// <summary>A file written once everything answers, and removed at a stop in good order.</summary>
    public string? ReadyFile { get; init; }

    /// <summary>App settings for this run; they win over the environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The longest pause between two looks into an empty queue.</summary>
    public TimeSpan LongestQueuePause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a fetched message is hidden from others; renewed at half that time. After a hard crash it takes that long until the message comes again.
    /// </summary>
    public TimeSpan QueueLease { get; init; } = TimeSpan.FromMinutes(10);
}
