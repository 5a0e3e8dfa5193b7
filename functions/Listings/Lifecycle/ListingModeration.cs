using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.Details;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Listings.Lifecycle;

/// <summary>Why a listing is suspended, resumed or withdrawn.</summary>
/// <param name="Reason">The reason as it goes into the audit trail, 2–500 characters.</param>
public sealed record MoveRequest(string? Reason);

/// <summary>Suspends, resumes and withdraws published listings.</summary>
internal sealed class ListingModeration(ListingStore listings, ReferenceData reference)
{
    public Task<IResult> SuspendAsync(string id, JsonBody<MoveRequest> body, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken) =>
        MoveAsync(id, body.Value, Change(ListingActions.Suspended, ListingRules.Suspend, ifMatch, context), context, cancellationToken);

    public Task<IResult> ResumeAsync(string id, JsonBody<MoveRequest> body, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken) =>
        MoveAsync(id, body.Value, Change(ListingActions.Resumed, ListingRules.Resume, ifMatch, context), context, cancellationToken);

    public Task<IResult> WithdrawAsync(string id, JsonBody<MoveRequest> body, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken) =>
        MoveAsync(id, body.Value, Change(ListingActions.Withdrawn, ListingRules.Withdraw, ifMatch, context), context, cancellationToken);

    private async Task<IResult> MoveAsync(
        string id, MoveRequest request, ChangeRequest<Listing> change, RequestContext context, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.Text("reason", request.Reason, most: 500, least: 2, required: true, lines: true);
        return errors.All.Count > 0
            ? Problems.Invalid(errors.All)
            : await listings.ChangeAsync(id, change with { Reason = request.Reason }, context, cancellationToken);
    }

    private ChangeRequest<Listing> Change(AuditAction action, Func<Listing, DateTimeOffset, Decided<Listing>> rule, IfMatch ifMatch, RequestContext context) =>
        new(action, listing => rule(listing, context.Now))
        {
            IsVisible = listing => listing.Version > 0 && context.Access.Covers(listing.Owner),
            IfMatch = ifMatch,
            Respond = (stored, _) => ApiResults.Ok(ListingDetail.Of(stored.State, reference), listings.TagOf(stored.State)),
        };
}
