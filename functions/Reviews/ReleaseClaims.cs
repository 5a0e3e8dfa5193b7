using Marketplace.Audit;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;

namespace Marketplace.Functions.Reviews;

/// <summary>Returns what no reviewer decided in time to the pool.</summary>
internal sealed class ReleaseClaims(SubmissionStore store, SubmissionLists lists, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var summary in await lists.ReadWaitingAsync("", cancellationToken))
        {
            if (summary.DueAt <= time.GetUtcNow())
            {
                await ReturnAsync(summary.Id, cancellationToken);
            }
        }
    }

    /// <summary>Whoever decides at this moment is first or last; the next run sees to what is left.</summary>
    private async Task ReturnAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(id, cancellationToken) is not { } stored)
        {
            return;
        }

        var decided = ReviewRules.Return(stored.Submission, time.GetUtcNow());
        if (decided.IsRefused)
        {
            return;
        }

        var draft = new Audited(AuditActor.System, id.ToString(), time.GetUtcNow())
            .Record(AuditAction.SubmissionReleased, ListingStore.ChainOf(id.ListingId), SubmissionDiff.Between(stored.Submission, decided.Value));
        await store.CommitAsync(stored, decided.Value, draft, cancellationToken);
    }
}
