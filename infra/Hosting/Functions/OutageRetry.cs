using System.Collections.Concurrent;
using System.Security.Cryptography;
using Marketplace.Hosting.Pipeline;
using Microsoft.Extensions.Logging;

namespace Marketplace.Hosting.Functions;

/// <summary>Sends messages to the queues of the app's functions.</summary>
public interface IQueueSender
{
    /// <summary>Sends a message that never expires.</summary>
    /// <param name="queue">Name of the queue.</param>
    /// <param name="text">Text of the message.</param>
    /// <param name="delay">How long it stays hidden, at most 7 days.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken);
}

/// <summary>
/// Keeps an outage from using up a message's tries. A message whose function failed because a dependency is away is sent anew with a growing delay and
/// counts as done; the host then deletes it. A crash between the two leaves it twice, which handlers bear. See docs/decisions/0019-outages.md.
/// </summary>
internal sealed partial class OutageRetry(OutageClassifier outages, TimeProvider time, ILogger<OutageRetry> logger, IQueueSender? sender = null)
{
    /// <summary>An outage that lasts longer is a matter for an operator.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>
    /// While the queue is away as well, the message is held that long; its tries pass only as fast. Below the shortest time limit of a trigger.
    /// </summary>
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private const int MostRemembered = 20_000;

    /// <summary>How often each message was put back here, by its id.</summary>
    private readonly ConcurrentDictionary<string, int> _sent = new(StringComparer.Ordinal);

    /// <summary>Runs a queue function: returns when the message is handled or put back, and throws what made the try fail.</summary>
    /// <param name="queue">The function's queue.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="run">Handles it.</param>
    /// <param name="giveUp">Called when the last try failed by itself; null for nothing.</param>
    public async Task RunAsync(string queue, QueueDelivery delivery, Func<Task> run, Func<Exception, Task>? giveUp)
    {
        try
        {
            await run();
        }
        catch (Exception fault) when (NextOf(delivery, fault) is { } next)
        {
            if (!await TryPutBackAsync(queue, next))
            {
                throw;
            }

            if (next.Times == 1)
            {
                LogPutBack(queue, delivery.MessageId, fault);
            }
        }
        catch (Exception fault) when (delivery.IsLast && giveUp is not null)
        {
            await giveUp(fault);
            throw;
        }
    }

    /// <summary>The message as it is put back; null when that would not help.</summary>
    private PutBackMessage? NextOf(QueueDelivery delivery, Exception fault)
    {
        var now = time.GetUtcNow();
        return sender is not null && outages.IsOutage(fault) && PutBackMessage.Of(delivery.Text) is { } message && now - (message.Since ?? now) <= Longest
            ? message.Next(delivery.MessageId, now)
            : null;
    }

    private async Task<bool> TryPutBackAsync(string queue, PutBackMessage next)
    {
        if (!TryReserve(next, out var earlier))
        {
            return true;
        }

        if (await TrySendAsync(queue, next.Text, DelayBefore(next.Times)))
        {
            return true;
        }

        _sent[next.Id!] = earlier;
        return false;
    }

    /// <summary>
    /// False for a copy of a message that this process has put back: a send whose answer was lost leaves two, and over a long outage two would become many.
    /// </summary>
    private bool TryReserve(PutBackMessage next, out int earlier)
    {
        if (_sent.Count > MostRemembered)
        {
            _sent.Clear();
        }

        while (true)
        {
            earlier = _sent.GetOrAdd(next.Id!, 0);
            if (earlier >= next.Times)
            {
                return false;
            }

            if (_sent.TryUpdate(next.Id!, next.Times, earlier))
            {
                return true;
            }
        }
    }

    /// <summary>2, 4, 8, 16, then 30 s, up to a fifth less by chance: what waits comes back within half a minute of the recovery, not all at once.</summary>
    private static TimeSpan DelayBefore(int times) =>
        TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, Math.Min(times, 10)))) * (1 - (RandomNumberGenerator.GetInt32(200) / 1000.0));

    /// <summary>The request's own token may have ended by now, so this has a time limit of its own.</summary>
    private async Task<bool> TrySendAsync(string queue, string text, TimeSpan delay)
    {
        using var limit = new CancellationTokenSource(Held, time);
        while (true)
        {
            try
            {
                await sender!.SendAsync(queue, text, delay, limit.Token);
                return true;
            }
            catch (Exception fault) when (outages.IsOutage(fault) && !limit.IsCancellationRequested)
            {
                await Task.Delay(Pause, time, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception fault) when (outages.IsOutage(fault) || fault is OperationCanceledException)
            {
                return false;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message of {Queue} waits for a dependency that is away; id {MessageId}")]
    private partial void LogPutBack(string queue, string messageId, Exception fault);
}
