using System.Net.Sockets;

namespace Marketplace.LocalHost.Handler;

/// <summary>One run of the handler process: from its start over its readiness to its end, which it explains (docs/host-contract.md §1).</summary>
internal sealed partial class HandlerRun(HandlerProcess process, int number, TimeSpan initializationTimeout, TimeProvider clock, ILogger log) : IDisposable
{
    /// <summary>The exit code with which a handler asks for a restart that is not counted.</summary>
    private const int RestartExitCode = 200;

    private static readonly RunEnd Stopping = new(false, "LocalHost is stopping.");
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(25);

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

    /// <summary>Makes sure that the process is gone.</summary>
    public Task EndAsync()
    {
        process.Kill();
        return process.WaitForExitAsync(CancellationToken.None);
    }

    public void Dispose() => process.Dispose();

    // GET / every 25 ms; any HTTP answer means ready, only a refused connection means wait. The host overlooks exit code 0 and waits its time out.
    private async Task<bool> IsReadyAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(initializationTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
        while (!either.IsCancellationRequested && process is not { HasExited: true, ExitCode: not 0 })
        {
            try
            {
                using var answer = await client.GetAsync(process.Address, HttpCompletionOption.ResponseHeadersRead, either.Token);
                return true;
            }
            catch (HttpRequestException exception) when (exception.InnerException is not SocketException)
            {
                // Something listens, if badly: the host takes that for ready as well.
                return true;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                await Task.Delay(ProbeInterval, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return false;
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

/// <summary>One run of the handler process, from its readiness on: where it listens and which process it is.</summary>
internal sealed record HandlerEndpoint(Uri Address, int ProcessId, int Run);

/// <summary>Why a run is over, and whether it counts as a crash.</summary>
internal sealed record RunEnd(bool Counted, string Reason);
