using Marketplace.Files.Scanning;
using Marketplace.Functions.Findings;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Storage;

namespace Marketplace.Functions.Attachments;

/// <summary>
/// Brings completed uploads to their verdict: refused and gone, or clean and to be downloaded. What it does follows from the rows alone,
/// so neither the order nor the number of messages matters.
/// </summary>
internal sealed partial class ScanAttachments(
    AttachmentParents parents, AttachmentStore store, AttachmentBlobs blobs, AttachmentScanner scanner, AttachmentScans scans,
    IEnumerable<IAttachmentObserver> observers, ILogger<ScanAttachments> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Scans what the aggregates named have waiting. While the scanner is away the message is sent again in a minute, and the attachments
    /// carry the finding <c>checkUnavailable</c>.
    /// </summary>
    public async Task RunAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        var envelope = MessageEnvelope.Parse(delivery.Text);
        var (type, message) = parents.Read(envelope) ?? throw envelope.Unknown();
        foreach (var item in message.Items)
        {
            var parent = new AttachmentParent(type.Kind, item.Partition);
            if (!await new OutboxReader(parents.TableOf(parent)).IsCommittedAsync(item, type.Completed, cancellationToken))
            {
                continue;
            }

            if (!await SettleAsync(parent, cancellationToken))
            {
                await scans.SendAsync(type.Completed.Write(new([item])), Pause, cancellationToken);
            }

            foreach (var observer in observers.Where(observer => observer.Kind == type.Kind))
            {
                await observer.OnScannedAsync(item.Partition, delivery.MessageId, cancellationToken);
            }
        }
    }

    /// <summary>Scans everything an aggregate has waiting; false when something still waits for the scanner.</summary>
    public async Task<bool> SettleAsync(AttachmentParent parent, CancellationToken cancellationToken)
    {
        var isSettled = true;
        foreach (var stored in (await store.ReadAllAsync(parent, cancellationToken)).Items.Where(static one => one.File.State is AttachmentState.Scanning))
        {
            isSettled &= await SettleAsync(parent, stored, cancellationToken);
        }

        return isSettled;
    }

    private async Task<bool> SettleAsync(AttachmentParent parent, StoredAttachment stored, CancellationToken cancellationToken)
    {
        var name = AttachmentBlobs.NameOf(parent, stored.File.Id);
        var verdict = await scanner.ScanAsync(name, stored.File, cancellationToken);
        switch (verdict?.Outcome)
        {
            case ScanOutcome.Infected:
                LogMalware(name, verdict.Detail);
                return await RefuseAsync(parent, stored, AttachmentFindings.Malware(stored.File, verdict.Detail), cancellationToken);
            case ScanOutcome.TooLarge or ScanOutcome.Unavailable:
                LogAway(name, verdict.Detail);
                await store.SaveAsync(parent, stored, AttachmentRules.Wait(stored.File), cancellationToken);
                return false;
            default:
                return await KeepAsync(parent, stored, name, cancellationToken);
        }
    }

    /// <summary>The copy names the version that was inspected and scanned: what was uploaded over it since is never given out.</summary>
    private async Task<bool> KeepAsync(AttachmentParent parent, StoredAttachment stored, string name, CancellationToken cancellationToken)
    {
        var outcome = await blobs.KeepAsync(name, stored.File.Inspected, cancellationToken);
        if (outcome is not WriteOutcome.Saved)
        {
            var code = outcome is WriteOutcome.NotFound ? AttachmentFindings.Lost : AttachmentFindings.Changed;
            return await RefuseAsync(parent, stored, AttachmentFindings.Plain(stored.File, code, FindingSeverity.Error), cancellationToken);
        }

        await store.SaveAsync(parent, stored, AttachmentRules.Accept(stored.File), cancellationToken);
        return await TidyAsync(parent, stored.File.Id, cancellationToken);
    }

    private async Task<bool> RefuseAsync(AttachmentParent parent, StoredAttachment stored, Finding reason, CancellationToken cancellationToken)
    {
        await store.SaveAsync(parent, stored, AttachmentRules.Refuse(stored.File, reason), cancellationToken);
        return await TidyAsync(parent, stored.File.Id, cancellationToken);
    }

    /// <summary>
    /// Leaves the bytes that the row wants, whoever wrote the row: another scan may have been first, or the owner took the file back. False
    /// when the row still wants a scan.
    /// </summary>
    private async Task<bool> TidyAsync(AttachmentParent parent, string id, CancellationToken cancellationToken)
    {
        var name = AttachmentBlobs.NameOf(parent, id);
        var file = (await store.ReadAsync(parent, id, cancellationToken))?.File;
        if (file?.State is AttachmentState.Clean)
        {
            await blobs.DeleteUploadAsync(name, cancellationToken);
        }
        else if (!AttachmentRules.IsKept(file))
        {
            await blobs.DeleteAsync(name, cancellationToken);
        }

        return file?.State is not AttachmentState.Scanning;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The attachment {Name} is malware: {Signature}")]
    private partial void LogMalware(string name, string signature);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scanner gave no verdict on the attachment {Name}: {Reason}")]
    private partial void LogAway(string name, string reason);
}
