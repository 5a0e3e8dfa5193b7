using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Attachments;

/// <summary>Where completed uploads wait for the malware scan.</summary>
internal sealed class AttachmentScans(QueueClient queue)
{
    public const string Queue = "attachment-scans";

    public async Task SendAsync(string message, TimeSpan hidden, CancellationToken cancellationToken) =>
        await queue.SendMessageAsync(message, hidden, Timeout.InfiniteTimeSpan, cancellationToken);
}
