using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Submissions.Drafts;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Marketplace.Outbox;

namespace Marketplace.Functions.Reviews;

/// <summary>Looks at submissions, takes them in hand, gives them back and decides.</summary>
internal sealed class ReviewSubmissions(SubmissionStore store, VendorGate vendors, AttachmentService desk, SubmissionView view, ReferenceData reference)
{
    public async Task<IResult> ReadAsync(string id, AccessScope access, Language language, CancellationToken cancellationToken) =>
        await FindAsync(id, access, cancellationToken) is { } stored ? Show(stored, stored.Submission, access.Caller, language) : Problems.NotFound();

    /// <summary>A link to one of its files.</summary>
    public async Task<IResult> LinkAsync(string id, string attachmentId, AccessScope access, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, access, cancellationToken) is not { } stored || SubmissionFiles.Of(stored).All(file => file.Id != attachmentId))
        {
            return Problems.NotFound();
        }

        var link = await desk.LinkAsync(SubmissionFiles.HomeOf(stored.Submission.Id.ListingId), attachmentId, cancellationToken);
        return link.IsRefused ? new Problem(link.Refusal) : ApiResults.Ok(link.Value);
    }

    public Task<IResult> ClaimAsync(string id, AccessScope access, Audited audited, Language language, CancellationToken cancellationToken) =>
        MoveAsync(id, access, audited, language, AuditAction.SubmissionClaimed, null, submission => ReviewRules.Claim(submission, access.Caller, reference.Calendar, audited.At), cancellationToken);

    public Task<IResult> ReleaseAsync(string id, AccessScope access, Audited audited, Language language, CancellationToken cancellationToken) =>
        MoveAsync(id, access, audited, language, AuditAction.SubmissionReleased, null, submission => ReviewRules.Release(submission, access.Caller, audited.At), cancellationToken);

    /// <summary>Decides on the version the reviewer saw.</summary>
    public async Task<IResult> DecideAsync(string id, DecisionRequest request, AccessScope access, Audited audited, Language language, CancellationToken cancellationToken)
    {
        if (ReviewRules.Check(request) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        if (await FindHandedInAsync(id, access, cancellationToken) is not { } stored)
        {
            return Problems.NotFound();
        }

        if (ReviewRules.IsRepetition(stored.Submission, request, access.Caller))
        {
            return Show(stored, stored.Submission, access.Caller, language);
        }

        if (IsOwners(stored.Submission))
        {
            return Problems.NotFound();
        }

        if (request.Version != stored.Submission.Version)
        {
            return Problems.Stale(SubmissionTags.Of(stored.Submission));
        }

        var decided = ReviewRules.Decide(stored.Submission, request, access.Caller, audited.At);
        if (decided.IsRefused)
        {
            return new Problem(decided.Refusal);
        }

        return request.Decision is ReviewDecision.Publish
            ? await PublishAsync(stored, decided.Value, access, audited, request.Reason, language, cancellationToken)
            : await CommitAsync(stored, decided.Value, access, audited, ActionOf(request), request.Reason, language, cancellationToken);
    }

    private async Task<IResult> PublishAsync(
        StoredSubmission stored, Submission after, AccessScope access, Audited audited, string? reason, Language language, CancellationToken cancellationToken)
    {
        var before = stored.Entry.Listing;
        if (before.Version != after.BasedOn)
        {
            return Problems.Conflict("publishedVersionChanged");
        }

        var named = await vendors.NameAsync(after.Content, cancellationToken);
        if (named.IsRefused)
        {
            return new Problem(named.Refusal);
        }

        if (SubmissionFiles.Of(stored).Any(file => file.State is AttachmentState.Scanning))
        {
            return Problems.Conflict("attachmentsNotScanned");
        }

        var published = ListingRules.Publish(before, named.Value with { Attachments = SubmissionFiles.Published(stored) }, audited.At);
        if (published.IsRefused)
        {
            return new Problem(published.Refusal);
        }

        var draft = audited.Record(
            AuditAction.ListingPublished,
            ListingStore.ChainOf(before.Id),
            [.. SubmissionDiff.Between(stored.Submission, after), .. ListingDiff.Between(before, published.Value)],
            reason,
            ListingDiff.BetweenContacts(before.Content.Contact, published.Value.Content.Contact));
        return await store.PublishAsync(stored, after, published.Value, draft, cancellationToken) is OutboxOutcome.Committed
            ? Show(stored with { Entry = stored.Entry with { Listing = published.Value } }, after, access.Caller, language)
            : await StaleAsync(stored, cancellationToken);
    }

    private async Task<IResult> MoveAsync(
        string id,
        AccessScope access,
        Audited audited,
        Language language,
        AuditAction action,
        string? reason,
        Func<Submission, Decided<Submission>> rule,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(id, access, cancellationToken) is not { } stored)
        {
            return Problems.NotFound();
        }

        var decided = rule(stored.Submission);
        if (decided.IsRefused)
        {
            return new Problem(decided.Refusal);
        }

        return ReferenceEquals(decided.Value, stored.Submission)
            ? Show(stored, stored.Submission, access.Caller, language)
            : await CommitAsync(stored, decided.Value, access, audited, action, reason, language, cancellationToken);
    }

    private async Task<IResult> CommitAsync(
        StoredSubmission stored, Submission after, AccessScope access, Audited audited, AuditAction action, string? reason, Language language, CancellationToken cancellationToken)
    {
        var draft = audited.Record(action, ListingStore.ChainOf(after.Id.ListingId), SubmissionDiff.Between(stored.Submission, after), reason);
        return await store.CommitAsync(stored, after, draft, cancellationToken) is OutboxOutcome.Committed
            ? Show(stored, after, access.Caller, language)
            : await StaleAsync(stored, cancellationToken);
    }

    private async Task<IResult> StaleAsync(StoredSubmission stored, CancellationToken cancellationToken) =>
        Problems.Stale(SubmissionTags.Of((await store.ReadAsync(stored.Submission.Id, cancellationToken))?.Submission ?? stored.Submission));

    /// <summary>What was handed in within the reviewer's region; what its owner writes on is nobody else's.</summary>
    private async Task<StoredSubmission?> FindAsync(string id, AccessScope access, CancellationToken cancellationToken) =>
        await FindHandedInAsync(id, access, cancellationToken) is { } stored && !IsOwners(stored.Submission) ? stored : null;

    private async Task<StoredSubmission?> FindHandedInAsync(string id, AccessScope access, CancellationToken cancellationToken) =>
        SubmissionId.TryParse(id, out var known) && await store.ReadAsync(known, cancellationToken) is { Submission.IsHandedIn: true } stored && access.Covers(new Owner(stored.Submission.Content.Region))
            ? stored
            : null;

    private static bool IsOwners(Submission submission) => submission.State is LifecycleState.Draft or LifecycleState.ChangesRequested or LifecycleState.Discarded;

    private Resource<ReviewDetail> Show(StoredSubmission stored, Submission submission, Caller caller, Language language) =>
        ApiResults.Ok(
            new ReviewDetail(
                submission.Id.ToString(),
                submission.Id.ListingId,
                submission.Kind,
                submission.State,
                submission.Version,
                submission.BasedOn,
                stored.Entry.Listing.Version,
                SubmissionView.ToJson(submission.Content with { Contact = null }),
                submission.Content.Contact is not null,
                ContentDiff.Between(stored.Entry.Listing, submission.Content),
                view.Attachments(SubmissionFiles.Of(stored), language),
                view.Findings(submission, language, forReviewer: true),
                SubmissionView.History(submission),
                submission.SubmittedAt,
                submission.Claim is { } claim ? new ClaimItem(claim.By == caller.Id, claim.Name, claim.DueAt) : null,
                submission.Stuck),
            SubmissionTags.Of(submission));

    private static AuditAction ActionOf(DecisionRequest request) =>
        request.Decision is ReviewDecision.Reject ? AuditAction.SubmissionRejected : AuditAction.SubmissionChangesRequested;
}
