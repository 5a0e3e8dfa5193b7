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
            Write(_log, LogLevel.Information, line);
        }
    }

    public void OnError(string? line)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        var isWarning = line.Contains("warn", StringComparison.OrdinalIgnoreCase);
        Write(_log, isWarning ? LogLevel.Warning : LogLevel.Error, line);
        if (isWarning)
        {
            return;
        }

        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > QuotedLines)
            {
                _errors.Dequeue();
            }
        }
    }

    [LoggerMessage(Message = "{Line}")]
    private static partial void Write(ILogger logger, LogLevel level, string line);
}
