using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Search;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Storage.Tables;

namespace Marketplace.Functions.Reviews;

/// <summary>What waits for reviewers in a region's subtree, longest waiting first.</summary>
internal sealed class ReviewQueue(SubmissionLists lists, ReferenceData reference)
{
    public static readonly QueryParameter<IReadOnlyList<LifecycleState>> States =
        Query.Enums<LifecycleState>("state", "Their state: submitted, checking, inReview.");

    public static readonly QueryParameter<IReadOnlyList<ListingKind>> Kinds = Query.Enums<ListingKind>("kind", "Which lists they are for.");

    public static readonly QueryParameter<ClaimFilter?> ClaimedBy = Query.Enum<ClaimFilter>("claimedBy", "Who has claimed them.");

    public static readonly QueryParameter<bool> Overdue = Query.Flag("overdue", "Only those that have waited for more than three working days.");

    public readonly QueryParameter<string?> Region =
        Query.Code("region", "A region within one's own; includes everything below it.", reference.Regions.Contains);

    public IReadOnlyList<QueryParameter> Parameters => [States, Region, Kinds, ClaimedBy, Overdue, Paging.Limit, Paging.Cursor];

    public async Task<IResult> RunAsync(QueryValues query, RequestContext context, CancellationToken cancellationToken)
    {
        var (caller, now) = (context.Caller, context.Now);
        var region = query.Get(Region) ?? caller.Region!;
        if (!region.StartsWith(caller.Region!, StringComparison.Ordinal))
        {
            return Problems.Invalid(FieldError.NotAllowed("region").Accepting($"{caller.Region}…"));
        }

        var waiting = await lists.ReadWaitingAsync(region, cancellationToken);
        var matching = waiting.Where(summary => Matches(summary, query, caller, now)).ToList();
        var page = Sorted.PageOf(matching, query, PlaceOf);
        return ApiResults
            .Page(new ReviewPage([.. page.Items.Select(summary => ToItem(summary, caller, now))], page.Total, page.NextCursor, Count(waiting, now)));
    }

    private bool Matches(SubmissionSummary summary, QueryValues query, Caller caller, DateTimeOffset now)
    {
        var (states, kinds) = (query.Get(States), query.Get(Kinds));
        return (states.Count == 0 || states.Contains(summary.State))
            && (kinds.Count == 0 || kinds.Contains(summary.Kind))
            && (!query.Get(Overdue) || IsOverdue(summary, now))
            && query.Get(ClaimedBy) switch
            {
                ClaimFilter.Me => summary.ClaimedBy == caller.Id,
                ClaimFilter.Nobody => summary.ClaimedBy is null,
                ClaimFilter.Others => summary.ClaimedBy is { } by && by != caller.Id,
                _ => true,
            };
    }

    private ReviewItem ToItem(SubmissionSummary summary, Caller caller, DateTimeOffset now) => new(
        summary.Id.ToString(),
        summary.Id.ListingId,
        summary.Kind,
        summary.Name,
        summary.Region is { } region ? new CodeName(region, reference.Regions.Find(region)?.Name ?? region) : null,
        summary.Department is { } id ? new IdName(id, reference.Departments.Find(id)?.Name ?? id) : null,
        summary.Company is { } code ? new IdName(code, summary.VendorName ?? code) : null,
        summary.State,
        summary.Since,
        summary.SubmittedAt,
        IsOverdue(summary, now),
        summary.Version,
        summary.BasedOn,
        summary.Errors,
        summary.Warnings,
        summary.ClaimedBy is { } by ? new ClaimItem(by == caller.Id, summary.ClaimedByName, summary.DueAt!.Value) : null,
        summary.Stuck);

    private IReadOnlyList<WaitingCount> Count(IEnumerable<SubmissionSummary> waiting, DateTimeOffset now) =>
        [.. waiting.GroupBy(summary => summary.State).OrderBy(group => group.Key)
            .Select(group => new WaitingCount(group.Key, group.Count(), group.Min(summary => summary.Since), group.Count(summary => IsOverdue(summary, now))))];

    private bool IsOverdue(SubmissionSummary summary, DateTimeOffset now) => ReviewRules.IsOverdue(summary.SubmittedAt, reference.Calendar, now);

    private static string PlaceOf(SubmissionSummary summary) => $"{TimeKeys.OldestFirst(summary.SubmittedAt ?? summary.CreatedAt)}-{summary.Id}";
}
