using System.Net;
using System.Net.Sockets;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Handler;

/// <summary>
/// Keeps one handler process running as the host does: restarts at once, counts crashes, holds invocations meanwhile, and kills at the end
/// (docs/host-contract.md §1).
/// </summary>
internal sealed partial class HandlerSupervisor : IAsyncDisposable
{
    private readonly PublishedApp _app;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private readonly CrashBudget _budget;
    private readonly ParentDeathSignal _launcher = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<string> _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private TaskCompletionSource<HandlerEndpoint> _current = NewSignal();
    private HandlerRun? _run;
    private int _runs;
    private Task _running = Task.CompletedTask;

    public HandlerSupervisor(PublishedApp app, ILoggerFactory loggers, TimeProvider clock)
    {
        _app = app;
        _loggers = loggers;
        _clock = clock;
        _log = loggers.CreateLogger("Host.Handler");
        _budget = new CrashBudget(clock);
        Stopping = _stopping.Token;
    }

    /// <summary>Ends when this host stops: nothing will answer any more.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Completes, with the reason, when the host would shut itself down.</summary>
    public Task<string> GaveUp => _gaveUp.Task;

    public void Start() => _running = RunAsync();

    /// <summary>The handler to talk to; waits while it starts or restarts.</summary>
    /// <exception cref="HandlerUnavailableException">None became ready within four times the initialization timeout; the host stops then.</exception>
    public async ValueTask<HandlerEndpoint> GetAsync(CancellationToken cancellationToken)
    {
        var ready = Volatile.Read(ref _current).Task;
        if (ready.IsCompletedSuccessfully)
        {
            return ready.Result;
        }

        var longest = _app.Host.InitializationTimeout * 4;
        try
        {
            return await ready.WaitAsync(longest, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            _gaveUp.TrySetResult($"the handler did not become ready within {longest.TotalSeconds:0.###} s.");
            throw new HandlerUnavailableException("The handler did not become ready in time.");
        }
    }

    /// <summary>Kills that run of the handler, if it is still the current one; the restart is not counted.</summary>
    public void Restart(HandlerEndpoint endpoint)
    {
        lock (_gate)
        {
            if (_run?.Endpoint.Run == endpoint.Run)
            {
                _run.KillForTimeout();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _current.TrySetException(new HandlerUnavailableException("LocalHost is stopping."));
        _launcher.Dispose();
        _stopping.Dispose();
    }

    private static TaskCompletionSource<HandlerEndpoint> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        while (!Stopping.IsCancellationRequested)
        {
            var end = await RunOnceAsync();
            if (Stopping.IsCancellationRequested)
            {
                break;
            }

            // Whoever waits for a run that never became ready goes on to wait for the next one.
            if (_current.Task.IsCompletedSuccessfully)
            {
                Volatile.Write(ref _current, NewSignal());
            }

            if (end.Counted && _budget.IsSpent())
            {
                StoppedForGood(_log, end.Reason);
                _gaveUp.TrySetResult(end.Reason);
                break;
            }

            Restarting(_log, end.Reason);
        }
    }

    private async Task<RunEnd> RunOnceAsync()
    {
        HandlerProcess process;
        try
        {
            var workerId = Guid.CreateVersion7(_clock.GetUtcNow()).ToString();
            process = await HandlerProcess.StartAsync(_app, FreePort(), workerId, _launcher, new HandlerOutput(_loggers));
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return new RunEnd(true, $"the handler cannot be started: {exception.Message}");
        }

        using var started = new HandlerRun(process, ++_runs, _app.Host.InitializationTimeout, _clock, _log);
        SetRun(started);
        var end = await started.FollowAsync(endpoint => _current.TrySetResult(endpoint), Stopping);
        await started.EndAsync();
        SetRun(null);
        return end;
    }

    private void SetRun(HandlerRun? value)
    {
        lock (_gate)
        {
            _run = value;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Handler restarts: {Reason}")]
    private static partial void Restarting(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Third handler failure in a row, stopping: {Reason}")]
    private static partial void StoppedForGood(ILogger logger, string reason);
}

/// <summary>Counts crashes: the third whose gaps to their neighbours are at most 30 minutes ends the host (docs/host-contract.md §1).</summary>
internal sealed class CrashBudget(TimeProvider clock)
{
    private const int Allowed = 3;
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(30);

    private int _count;
    private DateTimeOffset _last;

    /// <summary>Counts one crash, and tells whether it was one too many.</summary>
    public bool IsSpent()
    {
        var now = clock.GetUtcNow();
        _count = _count > 0 && now - _last <= LongestGap ? _count + 1 : 1;
        _last = now;
        return _count >= Allowed;
    }
}

/// <summary>No handler became ready in the time an invocation waits for one (docs/host-contract.md §1).</summary>
internal sealed class HandlerUnavailableException(string message) : Exception(message);
