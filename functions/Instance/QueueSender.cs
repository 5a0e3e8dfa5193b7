using Marketplace.Hosting.Functions;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Instance;

/// <summary>Sends to the instance's queues.</summary>
internal sealed class QueueSender(QueueServiceClient queues) : IQueueSender
{
    public async Task SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken) =>
        await queues.GetQueueClient(queue).SendMessageAsync(text, delay, Timeout.InfiniteTimeSpan, cancellationToken);
}
