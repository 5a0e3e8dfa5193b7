using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Queries;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>A caller's own submissions, newest first.</summary>
internal sealed class ListSubmissions(SubmissionLists lists, SubmissionStore submissions)
{
    public static readonly QueryParameter<IReadOnlyList<LifecycleState>> States =
        Query.Enums<LifecycleState>("state", "States; discarded drafts are listed only when asked for.");

    public static readonly QueryParameter<IReadOnlyList<ListingKind>> Kinds = Query.Enums<ListingKind>("kind", "Which lists they are for.");

    public async Task<IResult> RunAsync(QueryValues query, RequestContext context, CancellationToken cancellationToken)
    {
        var owned = await lists.ReadOwnedAsync(SubmissionSummary.KeysOf(context.Caller), cancellationToken);
        var (states, kinds) = (query.Get(States), query.Get(Kinds));
        var matching = owned
            .Where(summary => states.Count > 0 ? states.Contains(summary.State) : summary.State is not LifecycleState.Discarded)
            .Where(summary => kinds.Count == 0 || kinds.Contains(summary.Kind))
            .ToList();
        var page = Sorted.PageOf(matching, query, SummaryRows.PlaceOf);
        var items = await Task.WhenAll(page.Items.Select(summary => ToItemAsync(summary, cancellationToken)));
        return ApiResults.Page(new Page<SubmissionItem>(items, page.Total, page.NextCursor));
    }

    /// <summary>A draft is saved without an event, so its name is read from the draft itself.</summary>
    private async Task<SubmissionItem> ToItemAsync(SubmissionSummary summary, CancellationToken cancellationToken)
    {
        var isDraft = summary.State is LifecycleState.Draft or LifecycleState.ChangesRequested;
        var now = isDraft && await submissions.ReadAsync(summary.Id, cancellationToken) is { State: var submission }
            ? SubmissionSummary.Of(submission)
            : summary;
        return new SubmissionItem(
            now.Id.ToString(), now.Id.ListingId, now.Kind, now.Name, now.State, now.Since, now.Version, now.BasedOn, now.CreatedAt, now.Stuck);
    }
}
