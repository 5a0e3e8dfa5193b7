namespace Marketplace.LocalHost.Handler;

/// <summary>One run of the handler process: from its start over its readiness to its end, which it explains.</summary>
internal sealed partial class HandlerRun(HandlerProcess process, int number, TimeSpan initializationTimeout, TimeProvider clock, ILogger log) : IDisposable
{
    /// <summary>The exit code with which a handler asks for a restart that is not counted.</summary>
    private const int RestartExitCode = 200;

    private static readonly RunEnd Stopping = new(false, "LocalHost is stopping.");

    private bool _killedByHost;

    /// <summary>Where the handler answers, once it does.</summary>
    public HandlerEndpoint Endpoint { get; } = new(process.Address, process.Id, number);

    /// <summary>Waits until the process is ready, tells so, and waits until it is over.</summary>
    public async Task<RunEnd> FollowAsync(Action<HandlerEndpoint> ready, CancellationToken stopping)
    {
        if (!await IsReadyAsync(stopping))
        {
            return process is { HasExited: true, ExitCode: not 0 } ? await ExplainExitAsync()
                : new RunEnd(true, $"it did not answer GET / within {initializationTimeout.TotalSeconds:0.###} s.");
        }

        Ready(log, process.Id, process.Address.Port);
        ready(Endpoint);
        await process.WaitForExitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested && process.ExitCode == 0)
        {
            // The host neither restarts nor notices: invocations go to a dead port and fail until somebody restarts the host.
            ExitedWithZero(log);
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return stopping.IsCancellationRequested ? Stopping : await ExplainExitAsync();
    }

    /// <summary>Kills the process after a function's timeout; that end is not counted as a crash.</summary>
    public void KillForTimeout()
    {
        _killedByHost = true;
        process.Kill();
    }

    /// <summary>Makes sure that the process is gone; it may end by itself first, if it is given time.</summary>
    public async Task EndAsync(TimeSpan grace)
    {
        if (grace > TimeSpan.Zero && !process.HasExited && !OperatingSystem.IsWindows())
        {
            process.Terminate();
            using var limit = new CancellationTokenSource(grace, clock);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public void Dispose() => process.Dispose();

    private async Task<bool> IsReadyAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(initializationTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        return await ReadinessProbe.IsReadyAsync(process, either.Token);
    }

    private async Task<RunEnd> ExplainExitAsync()
    {
        // Waits for the rest of standard error as well.
        await process.WaitForExitAsync(CancellationToken.None);
        return _killedByHost ? new RunEnd(false, "it was killed after a function's timeout.")
            : process.ExitCode == RestartExitCode ? new RunEnd(false, "it asked for it (exit code 200).")
            : new RunEnd(true, $"it exited with code {process.ExitCode}. Last errors: {process.LastErrors}");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Handler ready: process {ProcessId} on port {Port}")]
    private static partial void Ready(ILogger logger, int processId, int port);

    [LoggerMessage(Level = LogLevel.Error, Message = "Handler exited with code 0: the host does not restart it, and every invocation fails from now on")]
    private static partial void ExitedWithZero(ILogger logger);
}

/// <summary>Why a run is over, and whether it counts as a crash.</summary>
internal sealed record RunEnd(bool Counted, string Reason);
