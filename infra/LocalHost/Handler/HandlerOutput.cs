namespace Marketplace.LocalHost.Handler;

/// <summary>
/// Takes the handler's output into the log by the host's rule: standard output is information; standard error is a warning if it says "warn", else an error.
/// </summary>
internal sealed partial class HandlerOutput(ILoggerFactory loggers)
{
    /// <summary>The log category of the handler's lines.</summary>
    public const string Category = "Host.Function.Console";

    private const int QuotedLines = 3;

    private readonly ILogger _log = loggers.CreateLogger(Category);
    private readonly Queue<string> _errors = [];

    public string LastErrors
    {
        get
        {
            lock (_errors)
            {
                return string.Join(" | ", _errors);
            }
        }
    }

    public void OnOutput(string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            Output(_log, line);
        }
    }

    public void OnError(string? line)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        if (line.Contains("warn", StringComparison.OrdinalIgnoreCase))
        {
            Warning(_log, line);
            return;
        }

        Error(_log, line);
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > QuotedLines)
            {
                _errors.Dequeue();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    private static partial void Output(ILogger logger, string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Line}")]
    private static partial void Warning(ILogger logger, string line);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Line}")]
    private static partial void Error(ILogger logger, string line);
}
