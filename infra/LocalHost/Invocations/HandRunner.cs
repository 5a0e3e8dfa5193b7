using Marketplace.LocalHost.Apps;

namespace Marketplace.LocalHost.Invocations;

/// <summary>Runs queue and timer functions on request, in the background, as the admin endpoint does (contract §8).</summary>
internal sealed partial class HandRunner(FunctionRunner runner, TimeProvider clock, ILogger log)
{
    /// <summary>Starts the function; false if its trigger cannot be played by hand.</summary>
    public bool TryStart(FunctionDefinition function, string input)
    {
        if (TriggerValue.ByHand(function.Trigger, input, clock) is not { } value)
        {
            return false;
        }

        _ = RunAsync(function, value);
        return true;
    }

    private async Task RunAsync(FunctionDefinition function, TriggerValue value)
    {
        Started(log, function.Name);
        await runner.RunAsync(function, value, CancellationToken.None);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function} started by hand")]
    private static partial void Started(ILogger logger, string function);
}
