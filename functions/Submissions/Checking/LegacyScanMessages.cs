using Marketplace.Functions.Attachments;
using Marketplace.Outbox.Messages;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>Messages about uploads that an earlier version sent to the queue of the checks; to be removed with the next version.</summary>
internal sealed class LegacyScanMessages(AttachmentParents parents, AttachmentScans scans)
{
    /// <summary>Sends a message on to where uploads are scanned now; false when it is another message.</summary>
    public async Task<bool> TryForwardAsync(MessageEnvelope envelope, string text, CancellationToken cancellationToken)
    {
        if (parents.Read(envelope) is null)
        {
            return false;
        }

        await scans.SendAsync(text, TimeSpan.Zero, cancellationToken);
        return true;
    }
}
