using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Outbox;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>Has submissions checked again: after the checks' data changed, after they got stuck, after a file turned out to be malware.</summary>
internal sealed class RecheckSubmissions(SubmissionStore store, SubmissionLists lists)
{
    private const int Attempts = 5;
    private const int ParallelSubmissions = 4;

    /// <summary>Everything that waits for its checks or a reviewer; says how much it was.</summary>
    public async Task<int> RunAllAsync(bool onlyStuck, Audited audited, CancellationToken cancellationToken)
    {
        var waiting = (await lists.ReadWaitingAsync("", cancellationToken)).Where(summary => !onlyStuck || summary.Stuck is not null).ToList();
        var done = 0;
        var limit = new ParallelOptions { MaxDegreeOfParallelism = ParallelSubmissions, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(waiting, limit, async (summary, stop) =>
        {
            if (await RunAsync(summary.Id.ListingId, audited, stop))
            {
                Interlocked.Increment(ref done);
            }
        });
        return done;
    }

    /// <summary>What an entry has in the checks or in review; false when there is nothing.</summary>
    public async Task<bool> RunAsync(string listingId, Audited audited, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts && await store.ReadOpenAsync(listingId, cancellationToken) is { } stored; attempt++)
        {
            var decided = SubmissionRules.Move(stored.Submission, LifecycleAction.Recheck, audited.At, null);
            if (decided.IsRefused)
            {
                return false;
            }

            var draft = audited.Record(AuditAction.SubmissionRecheckRequested, ListingStore.ChainOf(listingId), SubmissionDiff.Between(stored.Submission, decided.Value));
            if (await store.SubmitAsync(stored, decided.Value, draft, cancellationToken) is OutboxOutcome.Committed)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A file that turned out to be malware after its submission was checked: the checks reject it now.</summary>
    public async Task FollowScanAsync(AttachmentParent home, Audited audited, CancellationToken cancellationToken)
    {
        if (home.Kind != SubmissionFiles.Kind || await store.ReadOpenAsync(home.Partition, cancellationToken) is not { Submission.State: LifecycleState.InReview } stored)
        {
            return;
        }

        if (SubmissionFiles.Of(stored).Any(file => file.IsMalware))
        {
            await RunAsync(home.Partition, audited, cancellationToken);
        }
    }
}
