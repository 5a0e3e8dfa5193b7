namespace Marketplace.LocalHost;

/// <summary>The endless tasks that listen for triggers: stopped together, and never silently dead.</summary>
internal sealed partial class ListenerTasks(ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];

    /// <summary>Starts a task; its token says when to fetch and start nothing more.</summary>
    public void Start(string function, Func<CancellationToken, Task> listen) => _running.Add(WatchAsync(function, listen));

    public Task StopAsync() => _stopping.CancelAsync();

    /// <summary>Waits for what is still in flight; call it when the handler is gone, so that nothing can wait for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running);
        _stopping.Dispose();
    }

    private async Task WatchAsync(string function, Func<CancellationToken, Task> listen)
    {
        try
        {
            await listen(_stopping.Token);
        }
        catch (Exception exception)
        {
            // The outermost edge of a listener: a bug of LocalHost must be seen, and must not take the other functions along.
            Died(log, exception, function);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Function} is no longer listened for, by a fault of LocalHost")]
    private static partial void Died(ILogger logger, Exception exception, string function);
}
