using Marketplace.Functions.Access;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Submissions.Checking;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Hosting;
using Marketplace.Hosting.Access;
using Marketplace.Hosting.App;
using Marketplace.Hosting.Functions;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;

namespace Marketplace.Functions.Submissions;

/// <summary>What operators do about submissions: look at what is stuck, have the checks run again.</summary>
internal static class SubmissionOperations
{
    private static readonly QueryParameter<bool> Stuck = Query.Flag("stuck", "Only what does not get on.");
    private static readonly TimeSpan RerunLimit = TimeSpan.FromMinutes(3);

    public static void MapSubmissionOperations(this RouteGroupBuilder operations)
    {
        operations.MapGet("/submissions/stuck", ListStuckAsync).WithName("listStuckSubmissions").WithSummary("Submissions that do not get on, longest first").Allow(Permissions.RecheckSubmissions);
        operations.MapPost("/checks/rerun", RerunAsync).WithName("rerunChecks").WithSummary("Check again whatever waits for its checks or a reviewer")
            .Allow(Permissions.RecheckSubmissions).Reads(Stuck).TimeLimit(RerunLimit).ConcurrencyLimit(1);
    }

    private static async Task<Resource<StuckList>> ListStuckAsync(SubmissionLists lists, CancellationToken cancellationToken)
    {
        var stuck = (await lists.ReadWaitingAsync("", cancellationToken)).Where(summary => summary.Stuck is not null).OrderBy(summary => summary.Since);
        return ApiResults.Ok(new StuckList([.. stuck.Select(summary => new StuckItem(summary.Id.ToString(), summary.Id.ListingId, summary.Name, summary.State, summary.Since, summary.Stuck!))]));
    }

    private static async Task<Accepted<RerunReport>> RerunAsync(
        QueryValues query, RecheckSubmissions recheck, AccessScope access, RequestTrace trace, TimeProvider time, CancellationToken cancellationToken) =>
        ApiResults.Accepted("/api/operations/submissions/stuck", new RerunReport(await recheck.RunAllAsync(query.Get(Stuck), Audited.By(access, trace, time), cancellationToken)));
}

/// <summary>Submissions that do not get on.</summary>
/// <param name="Items">All of them, longest first.</param>
public sealed record StuckList(IReadOnlyList<StuckItem> Items);

/// <summary>A submission that does not get on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ListingId">The entry it is for.</param>
/// <param name="Name">Name of the entry.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why: checksFailed or checksLate.</param>
public sealed record StuckItem(string Id, string ListingId, string? Name, Lifecycle.LifecycleState State, DateTimeOffset Since, string Reason);

/// <summary>What a rerun set going.</summary>
/// <param name="Submissions">Submissions that are checked again.</param>
public sealed record RerunReport(int Submissions);
