using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Invocations;

/// <summary>Runs a queue or timer function. Failing is a result here, since queues and schedules go on.</summary>
internal sealed partial class FunctionRunner(PayloadInvoker invoker, TimeProvider clock, ILogger log)
{
    /// <summary>Whether the invocation succeeded; why not is in the log.</summary>
    public async Task<bool> RunAsync(FunctionDefinition function, TriggerValue value, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        try
        {
            await invoker.InvokeAsync(function, value, cancellationToken);
            var took = clock.GetElapsedTime(started);
            Succeeded(log, function.Name, took.TotalMilliseconds);
            return true;
        }
        catch (InvocationFailedException exception)
        {
            Failed(log, function.Name, exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function} succeeded in {Milliseconds:0} ms")]
    private static partial void Succeeded(ILogger logger, string function, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed: {Reason}")]
    private static partial void Failed(ILogger logger, string function, string reason);
}
