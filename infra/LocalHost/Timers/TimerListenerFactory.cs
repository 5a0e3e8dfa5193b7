using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;

namespace Marketplace.LocalHost.Timers;

/// <summary>Makes the listener of a timer function from its binding.</summary>
internal sealed class TimerListenerFactory(StorageConnections storage, string hostId, FunctionRunner runner, TimeProvider clock, ILogger log)
{
    /// <exception cref="StartupException">There is no storage account to keep status and locks in.</exception>
    public TimerListener Create(FunctionDefinition function, TimerTriggerBinding trigger)
    {
        var container = storage.HostContainer();
        return new TimerListener(
            function,
            trigger,
            new TimerStatusStore(container, hostId, function.Name),
            new SingletonLock(container, hostId, function.Name, clock, log),
            runner,
            clock,
            log);
    }
}
