using Marketplace.Hosting.Functions;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Instance;

/// <summary>A message that failed too often.</summary>
/// <param name="Queue">The queue it was for.</param>
/// <param name="MessageId">Its id in the poison queue.</param>
/// <param name="Text">Its text.</param>
/// <param name="InsertedAt">When it was given up.</param>
public sealed record PoisonMessage(string Queue, string MessageId, string Text, DateTimeOffset InsertedAt);

/// <summary>Messages given up, at most 32 of each queue.</summary>
/// <param name="Items">The messages.</param>
/// <param name="Total">How many there are in all, about.</param>
public sealed record PoisonList(IReadOnlyList<PoisonMessage> Items, long Total);

/// <summary>What a queue has given up.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Messages">How many messages, about.</param>
/// <param name="Since">When the oldest was given up.</param>
internal sealed record GivenUp(string Queue, int Messages, DateTimeOffset? Since);

/// <summary>What a replay did.</summary>
/// <param name="Replayed">Messages put back into their queues.</param>
public sealed record ReplayReport(int Replayed);

/// <summary>Shows what was given up, and puts it back once its cause is mended.</summary>
internal sealed class PoisonQueues(QueueServiceClient queues, IEnumerable<StorageResource> resources)
{
    /// <summary>Messages one replay puts back at most of each queue, so that it never works without end.</summary>
    private const int MostReplayed = 1_000;

    private static readonly TimeSpan Held = TimeSpan.FromMinutes(1);

    private IEnumerable<QueueResource> Queues =>
        resources.OfType<QueueResource>().DistinctBy(static queue => queue.Name).OrderBy(static queue => queue.Name, StringComparer.Ordinal);

    public async Task<PoisonList> ListAsync(CancellationToken cancellationToken)
    {
        var items = new List<PoisonMessage>();
        foreach (var queue in Queues)
        {
            foreach (var message in await queues.GetQueueClient(queue.PoisonName).PeekMessagesAsync(cancellationToken: cancellationToken))
            {
                items.Add(new PoisonMessage(queue.Name, message.MessageId, message.MessageText, message.InsertedOn));
            }
        }

        return new PoisonList(items, (await CountAsync(cancellationToken)).Sum(static queue => (long)queue.Messages));
    }

    /// <summary>Each queue that has given messages up: how many, about, and since when.</summary>
    public async Task<IReadOnlyList<GivenUp>> CountAsync(CancellationToken cancellationToken)
    {
        var counted = await Task.WhenAll(Queues.Select(queue => CountAsync(queue, cancellationToken)));
        return [.. counted.Where(static queue => queue.Messages > 0)];
    }

    /// <summary>Sends each message anew and only then removes it: a crash between the two repeats a message, which handlers bear, and loses none.</summary>
    public async Task<ReplayReport> ReplayAsync(CancellationToken cancellationToken)
    {
        var replayed = 0;
        foreach (var queue in Queues)
        {
            replayed += await ReplayAsync(queues.GetQueueClient(queue.Name), queues.GetQueueClient(queue.PoisonName), cancellationToken);
        }

        return new ReplayReport(replayed);
    }

    private async Task<GivenUp> CountAsync(QueueResource queue, CancellationToken cancellationToken)
    {
        var poison = queues.GetQueueClient(queue.PoisonName);
        var messages = (await poison.GetPropertiesIfExistsAsync(cancellationToken))?.ApproximateMessagesCount ?? 0;
        var oldest = messages == 0 ? [] : await poison.PeekMessagesAsync(1, cancellationToken);
        return new GivenUp(queue.Name, messages, oldest is [var first, ..] ? first.InsertedOn : null);
    }

    private static async Task<int> ReplayAsync(QueueClient queue, QueueClient poison, CancellationToken cancellationToken)
    {
        for (var replayed = 0; replayed < MostReplayed;)
        {
            var messages = await poison.ReceiveMessagesAsync(visibilityTimeout: Held, cancellationToken: cancellationToken);
            if (messages.Count == 0)
            {
                return replayed;
            }

            foreach (var message in messages)
            {
                var text = PutBackMessage.Forget(message.MessageText);
                await queue.SendMessageAsync(text, timeToLive: Timeout.InfiniteTimeSpan, cancellationToken: cancellationToken);
                await poison.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
                replayed++;
            }
        }

        return MostReplayed;
    }
}
