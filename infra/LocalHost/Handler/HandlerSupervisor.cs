using System.Net;
using System.Net.Sockets;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Handler;

/// <summary>
/// Keeps one handler process running as the host does: restarts at once, counts crashes, holds invocations meanwhile, and kills at the end (contract §1).
/// </summary>
internal sealed partial class HandlerSupervisor : IAsyncDisposable
{
    private readonly PublishedApp app;
    private readonly HandlerRecord record;
    private readonly ILoggerFactory loggers;
    private readonly ILogger log;
    private readonly TimeProvider clock;
    private readonly TimeSpan gracefulStop;
    private readonly CrashBudget budget;
    private readonly LauncherThread launcher = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<string> gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private TaskCompletionSource<HandlerEndpoint> current = NewSignal();
    private HandlerRun? run;
    private int runs;
    private Task running = Task.CompletedTask;

    public HandlerSupervisor(PublishedApp app, HandlerRecord record, TimeSpan gracefulStop, ILoggerFactory loggers, TimeProvider clock)
    {
        this.app = app;
        this.record = record;
        this.gracefulStop = gracefulStop;
        this.loggers = loggers;
        this.clock = clock;
        log = loggers.CreateLogger("Host.Handler");
        budget = new CrashBudget(clock);
        Stopping = stopping.Token;
    }

    /// <summary>Ends when this host stops: nothing will answer any more.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Completes, with the reason, when the host would shut itself down.</summary>
    public Task<string> GaveUp => gaveUp.Task;

    public void Start() => running = RunAsync();

    /// <summary>The handler to talk to; waits while it starts or restarts.</summary>
    /// <exception cref="HandlerUnavailableException">None became ready within four times the initialization timeout; the host stops then.</exception>
    public async ValueTask<HandlerEndpoint> GetAsync(CancellationToken cancellationToken)
    {
        var ready = Volatile.Read(ref current).Task;
        if (ready.IsCompletedSuccessfully)
        {
            return ready.Result;
        }

        var longest = app.Host.InitializationTimeout * 4;
        try
        {
            return await ready.WaitAsync(longest, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            gaveUp.TrySetResult($"the handler did not become ready within {longest.TotalSeconds:0.###} s.");
            throw new HandlerUnavailableException("The handler did not become ready in time.");
        }
    }

    /// <summary>Kills that run of the handler, if it is still the current one; the restart is not counted.</summary>
    public void Restart(HandlerEndpoint endpoint)
    {
        lock (gate)
        {
            if (run?.Endpoint.Run == endpoint.Run)
            {
                run.KillForTimeout();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        current.TrySetException(new HandlerUnavailableException("LocalHost is stopping."));
        launcher.Dispose();
        stopping.Dispose();
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
            if (current.Task.IsCompletedSuccessfully)
            {
                Volatile.Write(ref current, NewSignal());
            }

            if (end.Counted && budget.IsSpent())
            {
                StoppedForGood(log, end.Reason);
                gaveUp.TrySetResult(end.Reason);
                break;
            }

            Restarting(log, end.Reason);
        }
    }

    private async Task<RunEnd> RunOnceAsync()
    {
        HandlerProcess process;
        try
        {
            var workerId = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
            process = await HandlerProcess.StartAsync(app, app.Host.HandlerPort ?? FreePort(), workerId, launcher, new HandlerOutput(loggers));
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return new RunEnd(true, $"the handler cannot be started: {exception.Message}");
        }

        using var started = new HandlerRun(process, ++runs, app.Host.InitializationTimeout, clock, log);
        SetRun(started);
        record.Write(process);
        var end = await started.FollowAsync(endpoint => current.TrySetResult(endpoint), Stopping);
        await started.EndAsync(gracefulStop);
        record.Clear();
        SetRun(null);
        return end;
    }

    private void SetRun(HandlerRun? value)
    {
        lock (gate)
        {
            run = value;
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
