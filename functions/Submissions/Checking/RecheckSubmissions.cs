using Marketplace.Aggregates;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Outbox;
using Marketplace.Storage;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>Has submissions checked again: after the checks' data changed, after they got stuck, after a file turned out to be malware.</summary>
internal sealed class RecheckSubmissions(SubmissionStore submissions, SubmissionLists lists, TimeProvider time) : IAttachmentObserver
{
    private const int ParallelSubmissions = 4;

    public string Kind => ListingStore.Type.Name;

    /// <summary>Everything that waits for its checks or a reviewer; returns how much it was.</summary>
    public async Task<int> RunAllAsync(bool onlyStuck, AuditContext audit, CancellationToken cancellationToken)
    {
        var waiting = (await lists.ReadWaitingAsync("", cancellationToken)).Where(summary => !onlyStuck || summary.Stuck is not null).ToList();
        var done = 0;
        var limit = new ParallelOptions { MaxDegreeOfParallelism = ParallelSubmissions, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(waiting, limit, async (summary, stop) =>
        {
            if (await RunAsync(summary.Id.ListingId, audit, stop))
            {
                Interlocked.Increment(ref done);
            }
        });
        return done;
    }

    /// <summary>What a listing has in the checks or in review; false when there is nothing.</summary>
    public async Task<bool> RunAsync(string listingId, AuditContext audit, CancellationToken cancellationToken)
    {
        var isAsked = false;
        await RetryPolicy.RunAsync(listingId, async stop =>
        {
            if (await submissions.ReadOpenAsync(listingId, stop) is not { } stored
                || SubmissionRules.Move(stored.State, LifecycleAction.Recheck, audit.At, null) is not { IsRefused: false } decided)
            {
                return true;
            }

            isAsked = await submissions.SubmitAsync(new Change<Submission>(stored, decided.Value!, audit.Of(SubmissionActions.RecheckRequested)),
                stop) is OutboxOutcome.Committed;
            return isAsked;
        }, cancellationToken);
        return isAsked;
    }

    /// <summary>A file that turned out to be malware after its submission was checked: the checks reject it now.</summary>
    public async Task OnScannedAsync(string partition, string messageId, CancellationToken cancellationToken)
    {
        if (await submissions.ReadOpenAsync(partition, cancellationToken) is { State.State: LifecycleState.InReview } stored
            && SubmissionFiles.Of(stored).Any(file => file.IsMalware))
        {
            await RunAsync(partition, AuditContext.System(messageId, time.GetUtcNow()), cancellationToken);
        }
    }
}
