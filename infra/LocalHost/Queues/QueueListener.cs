using Azure;
using Marketplace.LocalHost.Apps;
using Marketplace.LocalHost.Invocations;
using Marketplace.Storage;
using Marketplace.Storage.Queues;

namespace Marketplace.LocalHost.Queues;

/// <summary>
/// Fetches one queue function's messages (contract §11): a batch at a time, again once enough of it is done, and less and less often while there are none.
/// </summary>
internal sealed partial class QueueListener(
    FunctionDefinition function,
    QueueClient queue,
    QueueMessageProcessor processor,
    QueueSettings settings,
    TimeSpan longestPause,
    ActivitySignal activity,
    TimeProvider clock,
    ILogger log)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly InFlight _inFlight = new();
    private bool _away;

    /// <summary>Listens until asked to stop, then waits for the messages in flight.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = ShortestPause;
        while (!stopping.IsCancellationRequested)
        {
            await _inFlight.AtMostAsync(settings.NewBatchThreshold, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Taken before the look, so that nothing which happens during it is missed.
            var stir = activity.Next;
            var messages = await ReceiveAsync(stopping);
            foreach (var message in messages)
            {
                _ = ProcessAsync(message, stopping);
            }

            pause = messages.Count > 0 ? ShortestPause : await PauseAsync(pause, stir, stopping);
        }

        await _inFlight.AtMostAsync(0, CancellationToken.None);
    }

    // Even a stir waits the shortest pause: a busy front must not turn into a storm of looks.
    private async Task<TimeSpan> PauseAsync(TimeSpan pause, Task stir, CancellationToken stopping)
    {
        await Task.Delay(ShortestPause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var rest = Task.Delay(pause - ShortestPause, clock, over.Token);
        var first = await Task.WhenAny(rest, stir);
        await over.CancelAsync();
        return first == stir ? ShortestPause : pause * 2 < longestPause ? pause * 2 : longestPause;
    }

    private async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            var messages = await queue.ReceiveMessagesAsync(settings.BatchSize, processor.Lease, stopping);
            if (_away)
            {
                _away = false;
                Back(log, function.Name);
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
                Away(log, function.Name, exception.Message);
            }

            return [];
        }
    }

    private async Task ProcessAsync(QueueMessage message, CancellationToken stopping)
    {
        _inFlight.Add();
        try
        {
            await processor.ProcessAsync(message, stopping);
        }
        catch (Exception exception)
        {
            // The outermost edge of a message, which comes again when its lease is over.
            Failed(log, exception, function.Name, message.MessageId);
        }
        finally
        {
            _inFlight.Remove();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function} cannot read its queue and goes on trying: {Reason}")]
    private static partial void Away(ILogger logger, string function, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Function}: message {MessageId} failed by a fault of LocalHost")]
    private static partial void Failed(ILogger logger, Exception exception, string function, string messageId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function} reads its queue again")]
    private static partial void Back(ILogger logger, string function);
}
