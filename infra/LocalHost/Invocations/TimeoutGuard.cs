using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Handler;

namespace Marketplace.LocalHost.Invocations;

/// <summary>
/// functionTimeout as the host applies it (docs/host-contract.md §9): when the time is over the handler is not told; 2 s later the invocation fails,
/// and 2 s after that, if there is still no answer, the whole process is killed, with everything else in flight.
/// </summary>
internal sealed partial class TimeoutGuard(TimeSpan? limit, HandlerSupervisor handler, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>From the start of an invocation until it fails; null for never.</summary>
    public TimeSpan? FailsAfter => limit + Grace;

    /// <summary>Waits for an invocation's work, not longer than allowed.</summary>
    /// <exception cref="InvocationFailedException">The time is over.</exception>
    public async Task<T> RunAsync<T>(FunctionDefinition function, HandlerEndpoint endpoint, Func<Task<T>> start)
    {
        var work = start();
        if (FailsAfter is not { } longest)
        {
            return await work;
        }

        try
        {
            return await work.WaitAsync(longest, clock);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            KillUnlessDone(function, endpoint, work);
            throw new InvocationFailedException($"{function.Name} did not complete within its functionTimeout of {limit}.");
        }
    }

    /// <summary>Kills the handler 2 s from now unless the work is done by then.</summary>
    public void KillUnlessDone(FunctionDefinition function, HandlerEndpoint endpoint, Task work) => _ = KillAsync(function, endpoint, work);

    private async Task KillAsync(FunctionDefinition function, HandlerEndpoint endpoint, Task work)
    {
        await ((Task)Task.WhenAny(work, Task.Delay(Grace, clock))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompleted)
        {
            Killing(log, function.Name);
            handler.Restart(endpoint);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} timed out and still has not answered: the handler is killed and started again")]
    private static partial void Killing(ILogger logger, string function);
}
