using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Submissions.Checking;

/// <summary>Submissions that are stuck in the checks.</summary>
/// <param name="Items">All of them, longest first.</param>
public sealed record StuckList(IReadOnlyList<StuckItem> Items);

/// <summary>A submission that is stuck in the checks.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ListingId">The listing it is for.</param>
/// <param name="Name">Name of the listing.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why: checksFailed or checksLate.</param>
public sealed record StuckItem(string Id, string ListingId, string? Name, LifecycleState State, DateTimeOffset Since, string Reason);

/// <summary>What a rerun started.</summary>
/// <param name="Submissions">Submissions that are checked again.</param>
public sealed record RerunReport(int Submissions);

/// <summary>What operators do about the checks: look at what is stuck, have them run again.</summary>
internal static class CheckOperations
{
    public static readonly QueryParameter<bool> Stuck = Query.Flag("stuck", "Only submissions that are stuck in the checks.");

    public static async Task<Resource<StuckList>> ListStuckAsync(SubmissionLists lists, CancellationToken cancellationToken)
    {
        var stuck = (await lists.ReadWaitingAsync("", cancellationToken)).Where(summary => summary.Stuck is not null).OrderBy(summary => summary.Since);
        return ApiResults
            .Ok(
            new StuckList([.. stuck.Select(summary =>
            new StuckItem(summary.Id.ToString(), summary.Id.ListingId, summary.Name, summary.State, summary.Since, summary.Stuck!))]));
    }

    public static async Task<Accepted<RerunReport>> RerunAsync(
        QueryValues query, RecheckSubmissions recheck, RequestContext context, CancellationToken cancellationToken) =>
        ApiResults.Accepted("/api/operations/submissions/stuck",
            new RerunReport(await recheck.RunAllAsync(query.Get(Stuck), context.Audit, cancellationToken)));
}
