using Marketplace.Audit;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>
/// Checks what was handed in. A message that comes twice finds its event done; one that died in the middle begins anew, since the checks
/// change nothing; one that fails for the fifth time says so on the submission before it is given up.
/// </summary>
internal sealed partial class CheckSubmission(
    SubmissionStore store, OutboxReader outbox, SubmissionChecks checks, ScanAttachments scan, RecheckSubmissions recheck, StuckSubmissions stuck, ChangeEvents events, TimeProvider time, ILogger<CheckSubmission> logger)
{
    /// <summary>Longer than a request that hands in may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    /// <summary>A time of its own, since the delivery's may be what ran out.</summary>
    private static readonly TimeSpan MarkingLimit = TimeSpan.FromSeconds(20);

    private const int LastDelivery = 5;
    private const int Attempts = 10;

    public async Task RunAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        var message = OutboxMessage.Parse(delivery.Text);
        if (scan.Handles(message.Type))
        {
            foreach (var home in await scan.RunAsync(message, cancellationToken))
            {
                await recheck.FollowScanAsync(home, System(delivery.MessageId), cancellationToken);
            }

            return;
        }

        if (message.Type != SubmissionStore.Submitted)
        {
            throw new FormatException($"The queue {SubmissionStore.ChecksQueue} knows no message of the type '{message.Type}'.");
        }

        foreach (var item in message.Items)
        {
            await RunAsync(item, message.Type, delivery, cancellationToken);
        }
    }

    private async Task RunAsync(OutboxItem item, string type, QueueDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            var claim = await outbox.ClaimAsync(item, type, Patience, cancellationToken);
            if (claim.State is OutboxState.Cancelled)
            {
                return;
            }

            if (claim.IsPending)
            {
                await CheckAsync(item.Partition, claim, delivery.MessageId, cancellationToken);
            }

            // Also of what is done: whoever did it may have died before it told the views.
            await events.AnnounceAsync([ListingStore.ChainOf(item.Partition)], cancellationToken);
        }
        catch (Exception fault) when (delivery.DequeueCount >= LastDelivery)
        {
            LogGivenUp(item.Partition, fault);
            using var marking = new CancellationTokenSource(MarkingLimit, time);
            await stuck.MarkAsync(item.Partition, StuckSubmissions.ChecksFailed, marking.Token);
            throw;
        }
    }

    private async Task CheckAsync(string listingId, OutboxClaim claim, string messageId, CancellationToken cancellationToken)
    {
        if (await StartAsync(listingId, messageId, cancellationToken) is not { } started)
        {
            await outbox.CompleteAsync(claim, cancellationToken);
            return;
        }

        await events.AnnounceAsync([ListingStore.ChainOf(listingId)], cancellationToken);
        var findings = await checks.RunAsync(started.Submission, cancellationToken);
        await FinishAsync(started.Submission, findings, claim, messageId, cancellationToken);
    }

    /// <summary>The open submission in the state <c>checking</c>; null when there is nothing to check any more.</summary>
    private async Task<StoredSubmission?> StartAsync(string listingId, string messageId, CancellationToken cancellationToken)
    {
        while (await store.ReadOpenAsync(listingId, cancellationToken) is { } stored)
        {
            if (stored.Submission.State is LifecycleState.Checking)
            {
                return stored;
            }

            var decided = SubmissionRules.Move(stored.Submission, LifecycleAction.StartChecks, time.GetUtcNow(), null);
            if (decided.IsRefused)
            {
                return null;
            }

            await store.TryCommitAsync(stored, decided.Value, Record(AuditAction.SubmissionCheckStarted, stored.Submission, decided.Value, messageId), cancellationToken);
        }

        return null;
    }

    /// <summary>The result and the event's end, as one. Whoever took the submission back or had it checked anew meanwhile has the last word.</summary>
    private async Task FinishAsync(Submission @checked, IReadOnlyList<Finding> findings, OutboxClaim claim, string messageId, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var decided = await store.ReadAsync(@checked.Id, cancellationToken) is { Submission: var now } stored && now.History[^1].Number == @checked.History[^1].Number
                ? (Before: stored, After: SubmissionRules.Finish(now, findings, time.GetUtcNow()))
                : default;
            if (decided.Before is null || decided.After.IsRefused)
            {
                await outbox.CompleteAsync(claim, cancellationToken);
                return;
            }

            var draft = Record(AuditAction.SubmissionChecked, decided.Before.Submission, decided.After.Value, messageId);
            if (await store.TryCommitAsync(decided.Before, decided.After.Value, draft, cancellationToken, OutboxReader.Completion(claim)))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The entry {@checked.Id.ListingId} moved on {Attempts} times.");
    }

    private AuditDraft Record(AuditAction action, Submission before, Submission after, string messageId) =>
        System(messageId).Record(action, ListingStore.ChainOf(after.Id.ListingId), SubmissionDiff.Between(before, after));

    private Audited System(string messageId) => new(AuditActor.System, messageId, time.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Error, Message = "The checks of the submission for {ListingId} failed five times")]
    private partial void LogGivenUp(string listingId, Exception fault);
}
