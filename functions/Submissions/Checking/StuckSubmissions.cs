using Marketplace.Aggregates;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Events;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Outbox.Messages;
using Marketplace.Storage.Queues;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>Says on a submission, where its owner and operators see it, that it is stuck in the checks.</summary>
internal sealed partial class StuckSubmissions(
    SubmissionStore submissions, SubmissionLists lists, QueueClient poison, ChangeEvents events, TimeProvider time, ILogger<StuckSubmissions> logger)
{
    /// <summary>Its checks failed too often.</summary>
    public const string ChecksFailed = "checksFailed";

    /// <summary>Its checks have taken longer than they ever should.</summary>
    public const string ChecksLate = "checksLate";

    private static readonly TimeSpan LongestCheck = TimeSpan.FromMinutes(10);

    /// <summary>Marks what a listing has in the checks. Where that went on meanwhile, or was marked by somebody who died then, the views learn of it.</summary>
    public async Task MarkAsync(string listingId, string reason, CancellationToken cancellationToken)
    {
        while (await submissions.ReadOpenAsync(listingId,
            cancellationToken) is { State: { State: LifecycleState.Submitted or LifecycleState.Checking, Stuck: null } submission } stored)
        {
            var now = time.GetUtcNow();
            var facts = AuditContext.System(submission.Id.ToString(), now).Of(SubmissionActions.Stuck);
            if (await submissions.TryCommitAsync(new Change<Submission>(stored, SubmissionRules.MarkStuck(submission, reason, now), facts), cancellationToken))
            {
                LogStuck(submission.Id.ToString(), reason);
            }
        }

        await events.AnnounceAsync([ListingStore.Type.ChainOf(listingId)], cancellationToken);
    }

    /// <summary>Marks whatever has been in the checks for too long.</summary>
    public async Task FlagAsync(CancellationToken cancellationToken)
    {
        var late = time.GetUtcNow() - LongestCheck;
        foreach (var summary in await lists.ReadWaitingAsync("", cancellationToken))
        {
            if (summary is { State: LifecycleState.Submitted or LifecycleState.Checking, Stuck: null } && summary.Since < late)
            {
                await MarkAsync(summary.Id.ListingId, ChecksLate, cancellationToken);
            }
        }

        foreach (var listingId in await ReadPoisonedAsync(cancellationToken))
        {
            await MarkAsync(listingId, ChecksFailed, cancellationToken);
        }
    }

    /// <summary>What died with its process at its last try had nobody left to say so: its message lies in the poison queue.</summary>
    private async Task<IEnumerable<string>> ReadPoisonedAsync(CancellationToken cancellationToken)
    {
        var messages = await poison.PeekMessagesAsync(cancellationToken: cancellationToken);
        return messages.Select(message => MessageEnvelope.TryParse(message.MessageText)).OfType<MessageEnvelope>()
            .SelectMany(message => SubmissionStore.Submitted.Read(message)?.Items ?? []).Select(item => item.Partition).Distinct();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The submission {SubmissionId} is stuck in the checks: {Reason}")]
    private partial void LogStuck(string submissionId, string reason);
}
