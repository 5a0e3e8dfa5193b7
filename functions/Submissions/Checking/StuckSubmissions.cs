using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Outbox;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>Says on a submission, where its owner and operators see it, that it does not get on.</summary>
internal sealed partial class StuckSubmissions(
    SubmissionStore store, SubmissionLists lists, QueueServiceClient queues, ChangeEvents events, TimeProvider time, ILogger<StuckSubmissions> logger)
{
    /// <summary>Its checks failed five times.</summary>
    public const string ChecksFailed = "checksFailed";

    /// <summary>Its checks have taken longer than they ever should.</summary>
    public const string ChecksLate = "checksLate";

    /// <summary>Longer than this nothing stays in the checks unnoticed.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Marks what an entry has in the checks. Where it got on meanwhile, or was marked by somebody who died then, the views learn of it.</summary>
    public async Task MarkAsync(string listingId, string reason, CancellationToken cancellationToken)
    {
        while (await store.ReadOpenAsync(listingId, cancellationToken) is { Submission: { State: LifecycleState.Submitted or LifecycleState.Checking, Stuck: null } submission } stored)
        {
            var after = SubmissionRules.MarkStuck(submission, reason, time.GetUtcNow());
            var draft = new Audited(AuditActor.System, submission.Id.ToString(), time.GetUtcNow())
                .Record(AuditAction.SubmissionStuck, ListingStore.ChainOf(listingId), [new AuditChange("submission", null, submission.Id.ToString()), new AuditChange("submission.stuck", null, reason)]);
            if (await store.TryCommitAsync(stored, after, draft, cancellationToken))
            {
                LogStuck(submission.Id.ToString(), reason);
            }
        }

        await events.AnnounceAsync([ListingStore.ChainOf(listingId)], cancellationToken);
    }

    /// <summary>Marks whatever has been in the checks for too long.</summary>
    public async Task FlagAsync(CancellationToken cancellationToken)
    {
        var late = time.GetUtcNow() - Longest;
        foreach (var summary in await lists.ReadWaitingAsync("", cancellationToken))
        {
            if (summary is { State: LifecycleState.Submitted or LifecycleState.Checking, Stuck: null } && summary.Since < late)
            {
                await MarkAsync(summary.Id.ListingId, ChecksLate, cancellationToken);
            }
        }

        foreach (var listingId in await GivenUpAsync(cancellationToken))
        {
            await MarkAsync(listingId, ChecksFailed, cancellationToken);
        }
    }

    /// <summary>What died with its process five times had nobody left to say so: its message lies among those given up.</summary>
    private async Task<IEnumerable<string>> GivenUpAsync(CancellationToken cancellationToken)
    {
        var messages = await queues.GetQueueClient($"{SubmissionStore.ChecksQueue}-poison").PeekMessagesAsync(cancellationToken: cancellationToken);
        return messages.Select(message => message.MessageText).Where(text => text.Contains($"\"{SubmissionStore.Submitted}\"", StringComparison.Ordinal))
            .SelectMany(text => OutboxMessage.Parse(text).Items).Select(item => item.Partition).Distinct();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The submission {SubmissionId} does not get on: {Reason}")]
    private partial void LogStuck(string submissionId, string reason);
}
