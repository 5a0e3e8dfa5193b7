using System.Net;
using System.Net.Sockets;
using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Handler;

/// <summary>
/// Keeps one handler process running as the host does: restarts at once, counts crashes, holds invocations meanwhile, and kills at the end (contract §1).
/// </summary>
internal sealed partial class HandlerSupervisor : IAsyncDisposable
{
    /// <summary>The exit code with which a handler asks for a restart that is not counted.</summary>
    public const int RestartExitCode = 200;

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
    private TaskCompletionSource<HandlerEndpoint> current = NewRun();
    private HandlerProcess? process;
    private int runs;
    private bool killedByHost;
    private Task running = Task.CompletedTask;

    public HandlerSupervisor(PublishedApp app, HandlerRecord record, TimeSpan gracefulStop, ILoggerFactory loggers, TimeProvider clock)
    {
        this.app = app;
        this.record = record;
        this.gracefulStop = gracefulStop;
        this.loggers = loggers;
        this.clock = clock;
        log = loggers.CreateLogger("Host.Handler");
        Stopping = stopping.Token;
        budget = new CrashBudget(clock);
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
            gaveUp.TrySetResult($"the handler did not become ready within {longest.TotalSeconds:0} s.");
            throw new HandlerUnavailableException("The handler did not become ready in time.");
        }
    }

    /// <summary>Kills that run of the handler, if it is still the current one; the restart is not counted.</summary>
    public void Restart(HandlerEndpoint endpoint)
    {
        lock (gate)
        {
            if (process is { } running && running.Id == endpoint.ProcessId && endpoint.Run == runs)
            {
                killedByHost = true;
                running.Kill();
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

    private static TaskCompletionSource<HandlerEndpoint> NewRun() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        while (!Stopping.IsCancellationRequested)
        {
            var end = await RunOnceAsync(new HandlerOutput(loggers));
            if (Stopping.IsCancellationRequested)
            {
                break;
            }

            // Whoever waits for a run that never became ready goes on to wait for the next one.
            if (current.Task.IsCompletedSuccessfully)
            {
                Volatile.Write(ref current, NewRun());
            }

            if (end is { Counted: true } && budget.IsSpent())
            {
                StoppedForGood(log, end.Reason);
                gaveUp.TrySetResult(end.Reason);
                break;
            }

            Restarting(log, end.Reason);
        }
    }

    private async Task<RunEnd> RunOnceAsync(HandlerOutput output)
    {
        HandlerProcess started;
        try
        {
            var workerId = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
            started = await HandlerProcess.StartAsync(app, app.Host.HandlerPort ?? FreePort(), workerId, launcher, output);
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return new RunEnd(true, $"the handler cannot be started: {exception.Message}");
        }

        using (started)
        {
            lock (gate)
            {
                process = started;
                killedByHost = false;
                runs++;
            }

            record.Write(started);
            var end = await FollowAsync(started);
            await EndAsync(started);
            record.Clear();
            lock (gate)
            {
                process = null;
                return killedByHost ? new RunEnd(false, "it was killed after a function's timeout.") : end;
            }
        }
    }

    private async Task<RunEnd> FollowAsync(HandlerProcess started)
    {
        var timeout = app.Host.InitializationTimeout;
        using (var limit = new CancellationTokenSource(timeout, clock))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Stopping))
        {
            if (!await ReadinessProbe.IsReadyAsync(started, either.Token))
            {
                return started.HasExited && started.ExitCode == RestartExitCode
                    ? new RunEnd(false, "it asked for it (exit code 200).")
                    : started.HasExited && started.ExitCode != 0
                        ? await CrashAsync(started)
                        : new RunEnd(true, $"it did not answer GET / within {timeout.TotalSeconds:0.###} s.");
            }
        }

        Ready(log, started.Id, started.Address.Port);
        current.TrySetResult(new HandlerEndpoint(started.Address, started.Id, runs));
        await started.WaitForExitAsync(Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Stopping.IsCancellationRequested)
        {
            return new RunEnd(false, "stopping.");
        }

        if (started.ExitCode == 0)
        {
            // The host neither restarts nor notices: invocations go to a dead port and fail until somebody restarts the host.
            ExitedWithZero(log);
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new RunEnd(false, "stopping.");
        }

        return started.ExitCode == RestartExitCode ? new RunEnd(false, "it asked for it (exit code 200).") : await CrashAsync(started);
    }

    private static async Task<RunEnd> CrashAsync(HandlerProcess ended)
    {
        // Waits for the rest of standard error.
        await ended.WaitForExitAsync(CancellationToken.None);
        return new RunEnd(true, $"it exited with code {ended.ExitCode}. Last errors: {ended.LastErrors}");
    }

    private async Task EndAsync(HandlerProcess started)
    {
        if (gracefulStop > TimeSpan.Zero && !started.HasExited && !OperatingSystem.IsWindows())
        {
            started.Terminate();
            using var limit = new CancellationTokenSource(gracefulStop, clock);
            await started.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        started.Kill();
        await started.WaitForExitAsync(CancellationToken.None);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record RunEnd(bool Counted, string Reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Handler ready: process {ProcessId} on port {Port}")]
    private static partial void Ready(ILogger logger, int processId, int port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Handler restarts: {Reason}")]
    private static partial void Restarting(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Third handler failure in a row, stopping: {Reason}")]
    private static partial void StoppedForGood(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Handler exited with code 0: the host does not restart it, and every invocation fails from now on")]
    private static partial void ExitedWithZero(ILogger logger);
}
