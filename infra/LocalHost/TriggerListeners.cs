using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;
using Marketplace.LocalHost.Queues;
using Marketplace.LocalHost.Timers;

namespace Marketplace.LocalHost;

/// <summary>Starts a listener for each queue and timer function that is not switched off.</summary>
internal static class TriggerListeners
{
    /// <exception cref="StartupException">A function needs a storage account that no setting names.</exception>
    public static void Start(
        PublishedApp app, string hostId, QueueTimes times, StorageConnections storage, FunctionRunner runner, ActivitySignal activity, TimeProvider clock, ILogger log, ListenerTasks tasks)
    {
        var queues = new QueueListenerFactory(storage, app.Host.Queues, times, runner, activity, clock, log);
        var timers = new TimerListenerFactory(storage, hostId, runner, clock, log);
        foreach (var function in app.Functions.Where(function => !function.Disabled))
        {
            try
            {
                switch (function.Trigger)
                {
                    case QueueTriggerBinding queue:
                        tasks.Start(function.Name, queues.Create(function, queue).RunAsync);
                        break;
                    case TimerTriggerBinding timer:
                        tasks.Start(function.Name, timers.Create(function, timer).RunAsync);
                        break;
                }
            }
            catch (StartupException exception)
            {
                throw new StartupException($"{function.Name}: {exception.Message}", exception);
            }
        }
    }
}
