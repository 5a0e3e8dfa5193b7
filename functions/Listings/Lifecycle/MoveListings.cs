using Marketplace.Functions.Audit;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.Details;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;
using Marketplace.Outbox;

namespace Marketplace.Functions.Listings.Lifecycle;

/// <summary>Why a listing is suspended, resumed or withdrawn.</summary>
/// <param name="Reason">The reason as it goes into the audit trail, 2–500 characters.</param>
public sealed record MoveRequest(string? Reason);

/// <summary>Suspends, resumes and withdraws published entries.</summary>
internal sealed class MoveListings(ListingStore store, ReferenceData reference)
{
    public Task<IResult> SuspendAsync(string id, MoveRequest request, IfMatch ifMatch, AccessScope access, Audited audited, CancellationToken cancellationToken) =>
        MoveAsync(id, request, ifMatch, access, audited, AuditAction.ListingSuspended, ListingRules.Suspend, cancellationToken);

    public Task<IResult> ResumeAsync(string id, MoveRequest request, IfMatch ifMatch, AccessScope access, Audited audited, CancellationToken cancellationToken) =>
        MoveAsync(id, request, ifMatch, access, audited, AuditAction.ListingResumed, ListingRules.Resume, cancellationToken);

    public Task<IResult> WithdrawAsync(string id, MoveRequest request, IfMatch ifMatch, AccessScope access, Audited audited, CancellationToken cancellationToken) =>
        MoveAsync(id, request, ifMatch, access, audited, AuditAction.ListingWithdrawn, ListingRules.Withdraw, cancellationToken);

    private async Task<IResult> MoveAsync(
        string id,
        MoveRequest request,
        IfMatch ifMatch,
        AccessScope access,
        Audited audited,
        AuditAction action,
        Func<Listing, DateTimeOffset, Decided<Listing>> rule,
        CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.Text("reason", request.Reason, most: 500, least: 2, required: true, lines: true);
        if (errors.All.Count > 0)
        {
            return Problems.Invalid(errors.All);
        }

        if (!ListingId.IsValid(id) || await store.ReadAsync(id, cancellationToken) is not { Listing.Version: > 0 } stored || !access.Covers(stored.Listing.Owner))
        {
            return Problems.NotFound();
        }

        if (!ifMatch.Matches(ReadListings.Tag(stored.Listing)))
        {
            return Problems.Stale(ReadListings.Tag(stored.Listing));
        }

        var decided = rule(stored.Listing, audited.At);
        if (decided.IsRefused)
        {
            return new Problem(decided.Refusal);
        }

        var draft = audited.Record(action, ListingStore.ChainOf(id), ListingDiff.Between(stored.Listing, decided.Value), request.Reason);
        var outcome = await store.CommitAsync(new ListingChange(stored, decided.Value, draft), cancellationToken);
        return outcome is OutboxOutcome.Committed
            ? ApiResults.Ok(ListingDetail.Of(decided.Value, reference), ReadListings.Tag(decided.Value))
            : Problems.Stale(ReadListings.Tag((await store.ReadAsync(id, cancellationToken))?.Listing ?? decided.Value));
    }
}
