using Marketplace.Aggregates;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Submissions;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;

namespace Marketplace.Functions.Reviews;

/// <summary>Releases claims on submissions that no reviewer decided in time.</summary>
internal sealed class ReleaseClaims(SubmissionStore submissions, SubmissionLists lists, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var summary in await lists.ReadWaitingAsync("", cancellationToken))
        {
            if (summary.DueAt <= time.GetUtcNow())
            {
                await ReleaseAsync(summary.Id, cancellationToken);
            }
        }
    }

    /// <summary>Whoever decides at this moment is first or last; the next run sees to what is left.</summary>
    private async Task ReleaseAsync(SubmissionId id, CancellationToken cancellationToken)
    {
        if (await submissions.ReadAsync(id, cancellationToken) is { } stored
            && ReviewRules.Return(stored.State, time.GetUtcNow()) is { IsRefused: false } decided)
        {
            var facts = AuditContext.System(id.ToString(), time.GetUtcNow()).Of(SubmissionActions.Released);
            await submissions.CommitAsync(new Change<Submission>(stored, decided.Value!, facts), cancellationToken);
        }
    }
}
