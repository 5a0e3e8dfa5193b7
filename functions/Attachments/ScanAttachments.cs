using Marketplace.Files.Scanning;
using Marketplace.Functions.Findings;
using Marketplace.Outbox;
using Marketplace.Storage;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Attachments;

/// <summary>
/// Brings completed uploads to their verdict: refused and gone, or clean and to be downloaded. What it does follows from the rows alone,
/// so neither the order nor the number of messages matters.
/// </summary>
internal sealed partial class ScanAttachments(
    AttachmentTables tables, AttachmentStore store, AttachmentBlobs blobs, AttachmentScanner scanner, QueueClient queue, ILogger<ScanAttachments> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Whether a message is an attachment's.</summary>
    public bool Handles(string type) => tables.OfMessage(type) is not null;

    /// <summary>
    /// Scans what the aggregates named have waiting. While the scanner is away the message is sent again in a minute, and the attachments
    /// carry the finding <c>checkUnavailable</c>.
    /// </summary>
    /// <returns>The aggregates that were committed, for whoever waits for their attachments; those still waiting for the scanner included.</returns>
    public async Task<IReadOnlyList<AttachmentParent>> RunAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var table = tables.OfMessage(message.Type) ?? throw new FormatException($"No attachment sends messages of the type '{message.Type}'.");
        var homes = new List<AttachmentParent>();
        foreach (var item in message.Items)
        {
            var home = new AttachmentParent(table.Kind, item.Partition);
            if (!await new OutboxReader(tables.ClientOf(home)).IsCommittedAsync(item, message.Type, cancellationToken))
            {
                continue;
            }

            homes.Add(home);
            if (!await SettleAsync(home, cancellationToken))
            {
                await AskAgainAsync(message with { Items = [item] }, cancellationToken);
            }
        }

        return homes;
    }

    /// <summary>Scans everything an aggregate has waiting; false when something still waits for the scanner.</summary>
    public async Task<bool> SettleAsync(AttachmentParent home, CancellationToken cancellationToken)
    {
        var isSettled = true;
        foreach (var stored in (await store.ReadAllAsync(home, cancellationToken)).Items.Where(static one => one.File.State is AttachmentState.Scanning))
        {
            isSettled &= await SettleAsync(home, stored, cancellationToken);
        }

        return isSettled;
    }

    private async Task<bool> SettleAsync(AttachmentParent home, StoredAttachment stored, CancellationToken cancellationToken)
    {
        var name = AttachmentBlobs.NameOf(home, stored.File.Id);
        var verdict = await scanner.ScanAsync(name, stored.File, cancellationToken);
        switch (verdict?.Outcome)
        {
            case ScanOutcome.Infected:
                LogMalware(name, verdict.Detail);
                return await RefuseAsync(home, stored, AttachmentFindings.Malware(stored.File, verdict.Detail), cancellationToken);
            case ScanOutcome.TooLarge or ScanOutcome.Unavailable:
                LogAway(name, verdict.Detail);
                await store.SaveAsync(home, stored, AttachmentRules.Wait(stored.File), cancellationToken);
                return false;
            default:
                return await KeepAsync(home, stored, name, cancellationToken);
        }
    }

    /// <summary>The copy names the version that was inspected and scanned: what was uploaded over it since is never given out.</summary>
    private async Task<bool> KeepAsync(AttachmentParent home, StoredAttachment stored, string name, CancellationToken cancellationToken)
    {
        var outcome = await blobs.KeepAsync(name, stored.File.Inspected, cancellationToken);
        if (outcome is not WriteOutcome.Saved)
        {
            var code = outcome is WriteOutcome.NotFound ? AttachmentFindings.Lost : AttachmentFindings.Changed;
            return await RefuseAsync(home, stored, AttachmentFindings.Plain(stored.File, code, FindingSeverity.Error), cancellationToken);
        }

        await store.SaveAsync(home, stored, AttachmentRules.Accept(stored.File), cancellationToken);
        return await TidyAsync(home, stored.File.Id, cancellationToken);
    }

    private async Task<bool> RefuseAsync(AttachmentParent home, StoredAttachment stored, Finding reason, CancellationToken cancellationToken)
    {
        await store.SaveAsync(home, stored, AttachmentRules.Refuse(stored.File, reason), cancellationToken);
        return await TidyAsync(home, stored.File.Id, cancellationToken);
    }

    /// <summary>
    /// Leaves the bytes that the row wants, whoever wrote the row: another scan may have been first, or the owner took the file back. False
    /// when the row still wants a scan.
    /// </summary>
    private async Task<bool> TidyAsync(AttachmentParent home, string id, CancellationToken cancellationToken)
    {
        var name = AttachmentBlobs.NameOf(home, id);
        var file = (await store.ReadAsync(home, id, cancellationToken))?.File;
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

    private Task<SendReceipt> AskAgainAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        queue.SendMessageAsync(message.ToText(), Pause, Timeout.InfiniteTimeSpan, cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The attachment {Name} is malware: {Signature}")]
    private partial void LogMalware(string name, string signature);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The scanner gave no verdict on the attachment {Name}: {Reason}")]
    private partial void LogAway(string name, string reason);
}
