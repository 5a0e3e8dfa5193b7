using System.Globalization;

namespace Marketplace.LocalHost;

/// <summary>Reads the command line; each option once, but for --setting.</summary>
internal static class CommandLineParser
{
    public const string Usage = """
        Runs a published function app the way the Azure Functions host does, on this machine only.

          Marketplace.LocalHost --app DIR [options]

          --app DIR            the published app: the folder with host.json
          --port N             public port (7071; 0 takes a free one)
          --issuer-port N      development issuer's port (public port + 1)
          --data DIR           keeps the issuer's key; without it the key lasts one run
          --storage TEXT       connection string; becomes the setting AzureWebJobsStorage
          --setting NAME=TEXT  an app setting, may be repeated; %LOCALHOST_ISSUER% is the issuer's address
          --record FILE        appends each exchange with the handler, one JSON object a line
          --ready-file FILE    written when everything answers
          --queue-pause MS     longest pause between looks into an empty queue (2000)
          --queue-lease SECONDS  how long a fetched message stays hidden after a crash (600)
          --help               this text
        """;

    private const int LargestPort = 65535;

    /// <summary>The options, or null if help was asked for.</summary>
    /// <exception cref="StartupException">An option is unknown, repeated, or lacks a usable value.</exception>
    public static LocalHostOptions? Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            if (name is "--help" or "-h")
            {
                return null;
            }

            var value = ++i < arguments.Count ? arguments[i] : throw new StartupException($"{name} needs a value; see --help.");
            if (name is "--setting")
            {
                AddSetting(settings, value);
            }
            else if (!values.TryAdd(name, value))
            {
                throw new StartupException($"{name} is given twice.");
            }
        }

        return Build(values, settings);
    }

    private static LocalHostOptions Build(Dictionary<string, string> values, Dictionary<string, string> settings)
    {
        var options = new LocalHostOptions
        {
            AppFolder = Take(values, "--app") ?? throw new StartupException("--app DIR is required; see --help."),
            Port = Number(values, "--port", LargestPort) ?? 7071,
            IssuerPort = Number(values, "--issuer-port", LargestPort),
            DataFolder = Take(values, "--data"),
            Storage = Take(values, "--storage"),
            RecordFile = Take(values, "--record"),
            ReadyFile = Take(values, "--ready-file"),
            LongestQueuePause = TimeSpan.FromMilliseconds(Number(values, "--queue-pause", 60_000) ?? 2000),
            QueueLease = TimeSpan.FromSeconds(Math.Max(2, Number(values, "--queue-lease", 86_400) ?? 600)),
            Settings = settings,
        };
        return values.Count == 0 ? options : throw new StartupException($"Unknown option {values.Keys.First()}; see --help.");
    }

    private static void AddSetting(Dictionary<string, string> settings, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            throw new StartupException("--setting needs NAME=TEXT.");
        }

        settings[text[..equals]] = text[(equals + 1)..];
    }

    private static string? Take(Dictionary<string, string> values, string name) => values.Remove(name, out var value) ? value : null;

    private static int? Number(Dictionary<string, string> values, string name, int most) =>
        Take(values, name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : throw new StartupException($"{name} must be a whole number from 0 to {most}.");
}
