using Marketplace.Aggregates;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting.Functions;
using Marketplace.Outbox;
using Marketplace.Outbox.Messages;
using Marketplace.Storage;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>
/// Checks what was submitted. A message that comes twice finds its event done; one that died in the middle begins again, since the checks
/// change nothing; one whose last try fails says so on the submission before it goes to the poison queue.
/// </summary>
internal sealed partial class CheckSubmission(
    SubmissionStore submissions,
    OutboxReader outbox,
    SubmissionChecks checks,
    StuckSubmissions stuck,
    LegacyScanMessages legacy,
    ChangeEvents events,
    TimeProvider time,
    ILogger<CheckSubmission> logger)
{
    /// <summary>How long the commit of an announced submission is waited for: longer than a request that submits may take.</summary>
    private static readonly TimeSpan CommitWait = TimeSpan.FromSeconds(25);

    /// <summary>A time limit of its own, since the delivery's may be what ran out.</summary>
    private static readonly TimeSpan MarkingLimit = TimeSpan.FromSeconds(20);

    public async Task RunAsync(QueueDelivery delivery, CancellationToken cancellationToken)
    {
        var envelope = MessageEnvelope.Parse(delivery.Text);
        if (SubmissionStore.Submitted.Read(envelope) is { } message)
        {
            foreach (var item in message.Items)
            {
                await RunAsync(item, delivery, cancellationToken);
            }
        }
        else if (!await legacy.TryForwardAsync(envelope, delivery.Text, cancellationToken))
        {
            throw envelope.Unknown();
        }
    }

    /// <summary>Says on the submissions that their checks failed.</summary>
    public async Task GiveUpAsync(QueueDelivery delivery, Exception fault)
    {
        using var marking = new CancellationTokenSource(MarkingLimit, time);
        foreach (var item in MessageEnvelope.TryParse(delivery.Text) is { } envelope ? SubmissionStore.Submitted.Read(envelope)?.Items ?? [] : [])
        {
            LogGivenUp(item.Partition, fault);
            await stuck.MarkAsync(item.Partition, StuckSubmissions.ChecksFailed, marking.Token);
        }
    }

    private async Task RunAsync(OutboxItem item, QueueDelivery delivery, CancellationToken cancellationToken)
    {
        var claim = await outbox.ClaimAsync(item, SubmissionStore.Submitted, CommitWait, cancellationToken);
        if (claim.State is OutboxState.Cancelled)
        {
            return;
        }

        if (claim.IsPending)
        {
            await CheckAsync(item.Partition, claim, delivery.MessageId, cancellationToken);
        }

        // Also of what is done: whoever did it may have died before it told the views.
        await events.AnnounceAsync([ListingStore.Type.ChainOf(item.Partition)], cancellationToken);
    }

    private async Task CheckAsync(string listingId, OutboxClaim claim, string messageId, CancellationToken cancellationToken)
    {
        if (await StartAsync(listingId, messageId, cancellationToken) is not { } started)
        {
            await outbox.CompleteAsync(claim, cancellationToken);
            return;
        }

        await events.AnnounceAsync([ListingStore.Type.ChainOf(listingId)], cancellationToken);
        var findings = await checks.RunAsync(started, cancellationToken);
        await RetryPolicy.RunAsync(listingId, stop => TryFinishAsync(started, findings, claim, messageId, stop), cancellationToken);
    }

    /// <summary>The open submission in the state <c>checking</c>; null when there is nothing to check any more.</summary>
    private async Task<Submission?> StartAsync(string listingId, string messageId, CancellationToken cancellationToken)
    {
        while (await submissions.ReadOpenAsync(listingId, cancellationToken) is { } stored)
        {
            if (stored.State.State is LifecycleState.Checking)
            {
                return stored.State;
            }

            var decided = SubmissionRules.Move(stored.State, LifecycleAction.StartChecks, time.GetUtcNow(), null);
            if (decided.IsRefused)
            {
                return null;
            }

            await submissions.TryCommitAsync(Change(stored, decided.Value, SubmissionActions.CheckStarted, messageId), cancellationToken);
        }

        return null;
    }

    /// <summary>The result and the event's end, as one. Whoever recalled the submission or had it checked again meanwhile has the last word.</summary>
    private async Task<bool> TryFinishAsync(
        Submission started, IReadOnlyList<Finding> findings, OutboxClaim claim, string messageId, CancellationToken cancellationToken)
    {
        var stored = await submissions.ReadAsync(started.Id, cancellationToken);
        var isSame = stored is not null && stored.State.History[^1].Number == started.History[^1].Number;
        if (!isSame || SubmissionRules.Finish(stored!.State, findings, time.GetUtcNow()) is not { IsRefused: false } decided)
        {
            await outbox.CompleteAsync(claim, cancellationToken);
            return true;
        }

        return await submissions.TryCommitAsync(Change(stored, decided.Value!, SubmissionActions.Checked, messageId), claim, cancellationToken);
    }

    private Change<Submission> Change(StoredSubmission before, Submission after, AuditAction action, string messageId) =>
        new(before, after, AuditContext.System(messageId, time.GetUtcNow()).Of(action));

    [LoggerMessage(Level = LogLevel.Error, Message = "The checks of the submission for {ListingId} failed too often")]
    private partial void LogGivenUp(string listingId, Exception fault);
}
