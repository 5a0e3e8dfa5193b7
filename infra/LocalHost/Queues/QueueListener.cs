using Azure;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;
using Marketplace.Storage;
using Marketplace.Storage.Queues;

namespace Marketplace.LocalHost.Queues;

/// <summary>
/// Fetches one queue function's messages (docs/host-contract.md §11): a batch at a time, again once enough of it is done, and less and less often while there
/// are none.
/// </summary>
internal sealed partial class QueueListener(QueueSource source, QueueMessageProcessor processor, HandlerCalls calls, ILogger log)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly string _function = source.Function.Name;
    private readonly List<Task> _inFlight = [];
    private bool _away;

    /// <summary>Listens until asked to stop, then waits for the messages in flight.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = ShortestPause;
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, calls.Clock, stopping);
        while (!stopping.IsCancellationRequested)
        {
            await DoneButForAsync(source.Settings.NewBatchThreshold, stopped);

            // Taken before the look, so that nothing which happens during it is missed.
            var stir = calls.Activity.Next;
            var messages = await ReceiveAsync(stopping);
            _inFlight.AddRange(messages.Select(message => ProcessAsync(message, stopping)));
            pause = messages.Count > 0 ? ShortestPause : await PauseAsync(pause, stir, stopping);
        }

        await Task.WhenAll(_inFlight);
    }

    // Waits until no more than so many messages are in flight, or for the stop.
    private async Task DoneButForAsync(int most, Task stopped)
    {
        while (_inFlight.RemoveAll(task => task.IsCompleted) >= 0 && _inFlight.Count > most && !stopped.IsCompleted)
        {
            await Task.WhenAny([.. _inFlight, stopped]);
        }
    }

    // Even a stir waits the shortest pause: a busy front must not turn into a storm of looks.
    private async Task<TimeSpan> PauseAsync(TimeSpan pause, Task stir, CancellationToken stopping)
    {
        await Task.Delay(ShortestPause, calls.Clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var rest = Task.Delay(pause - ShortestPause, calls.Clock, over.Token);
        var first = await Task.WhenAny(rest, stir);
        await over.CancelAsync();
        return first == stir ? ShortestPause : pause * 2 < source.LongestPause ? pause * 2 : source.LongestPause;
    }

    private async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            var messages = await source.Queue.ReceiveMessagesAsync(source.Settings.BatchSize, source.Lease, stopping);
            if (_away)
            {
                _away = false;
                Back(log, _function);
            }

            return messages;
        }
        catch (RequestFailedException exception) when (exception.Status == StatusCodes.Status404NotFound)
        {
            // The trigger does not create its queue; somebody may yet.
            return [];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
        catch (Exception exception) when (exception is RequestFailedException || StorageFailure.IsOutage(exception))
        {
            if (!_away)
            {
                _away = true;
                Away(log, _function, exception.Message);
            }

            return [];
        }
    }

    private async Task ProcessAsync(QueueMessage message, CancellationToken stopping)
    {
        try
        {
            await processor.ProcessAsync(message, stopping);
        }
        catch (Exception exception)
        {
            // The outermost edge of a message, which comes again when its lease is over.
            Failed(log, exception, _function, message.MessageId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function} cannot read its queue and goes on trying: {Reason}")]
    private static partial void Away(ILogger logger, string function, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Function}: message {MessageId} failed by a fault of LocalHost")]
    private static partial void Failed(ILogger logger, Exception exception, string function, string messageId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function} reads its queue again")]
    private static partial void Back(ILogger logger, string function);
}

/// <summary>A queue function's queues and how they are read (docs/host-contract.md §11); texts are as on the wire.</summary>
/// <param name="Function">The function.</param>
/// <param name="Queue">Where its messages come from.</param>
/// <param name="Poison">Where those go that keep failing; null for a queue that cannot have such a one.</param>
/// <param name="Settings">What host.json says.</param>
/// <param name="LongestPause">The longest pause between two looks into the empty queue.</param>
/// <param name="Lease">How long a fetched message is hidden; renewed at half that time.</param>
internal sealed record QueueSource(
    FunctionDefinition Function, QueueClient Queue, QueueClient? Poison, QueueSettings Settings, TimeSpan LongestPause, TimeSpan Lease)
{
    private const int LongestName = 63;
    private const string PoisonSuffix = "-poison";

    /// <exception cref="StartupException">There is no storage account behind the queue's connection.</exception>
    public static QueueSource Of(FunctionDefinition function, QueueTriggerBinding trigger, PublishedApp app, LocalHostOptions options)
    {
        var service = app.Storage(trigger.Connection).CreateQueueServiceClient();
        var settings = app.Host.Queues;

        // A poison queue has none of its own, and a long name leaves no room for the suffix.
        var hasPoison = !trigger.QueueName.EndsWith(PoisonSuffix, StringComparison.Ordinal) && trigger.QueueName.Length + PoisonSuffix.Length <= LongestName;
        return new QueueSource(
            function,
            service.GetQueueClient(trigger.QueueName, QueueMessageEncoding.None),
            hasPoison ? service.GetQueueClient(trigger.QueueName + PoisonSuffix, QueueMessageEncoding.None) : null,
            settings,
            settings.MaxPollingInterval < options.LongestQueuePause ? settings.MaxPollingInterval : options.LongestQueuePause,
            options.QueueLease);
    }
}
