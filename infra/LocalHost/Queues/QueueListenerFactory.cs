using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;
using Marketplace.Storage.Queues;

namespace Marketplace.LocalHost.Queues;

/// <summary>Makes the listener of a queue function from its binding and the settings.</summary>
internal sealed class QueueListenerFactory(
    StorageConnections storage, QueueSettings settings, QueueTimes times, FunctionRunner runner, ActivitySignal activity, TimeProvider clock, ILogger log)
{
    private const int LongestName = 63;
    private const string PoisonSuffix = "-poison";

    /// <exception cref="StartupException">There is no storage account behind the queue's connection.</exception>
    public QueueListener Create(FunctionDefinition function, QueueTriggerBinding trigger)
    {
        var queue = storage.Queue(trigger.Connection, trigger.QueueName);
        var processor = new QueueMessageProcessor(function, queue, Poison(trigger), settings, times.Lease, runner, clock, log);
        var pause = settings.MaxPollingInterval < times.LongestPause ? settings.MaxPollingInterval : times.LongestPause;
        return new QueueListener(function, queue, processor, settings, pause, activity, clock, log);
    }

    // A poison queue has none of its own, and a long name leaves no room for the suffix.
    private QueueClient? Poison(QueueTriggerBinding trigger) =>
        trigger.QueueName.EndsWith(PoisonSuffix, StringComparison.Ordinal) || trigger.QueueName.Length + PoisonSuffix.Length > LongestName
            ? null
            : storage.Queue(trigger.Connection, trigger.QueueName + PoisonSuffix);
}

/// <summary>What LocalHost sets shorter than the real host: the longest pause between looks, and the time a fetched message is hidden.</summary>
internal sealed record QueueTimes(TimeSpan LongestPause, TimeSpan Lease);
