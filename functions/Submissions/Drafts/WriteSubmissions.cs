using Marketplace.Functions.Audit;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;
using Marketplace.Outbox;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Reads, saves and gives up one's own submissions. Somebody else's do not exist.</summary>
internal sealed class WriteSubmissions(SubmissionStore store, SubmissionReader reader, SubmissionView view, SubmissionLists lists)
{
    public async Task<IResult> ReadAsync(string id, AccessScope access, Language language, CancellationToken cancellationToken) =>
        await FindAsync(id, access, cancellationToken) is { } stored ? Show(stored, stored.Submission, language) : Problems.NotFound();

    /// <summary>Saves a draft: two storage transactions, since no state changes.</summary>
    public async Task<IResult> SaveAsync(string id, SavedContent body, IfMatch ifMatch, AccessScope access, Language language, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, access, cancellationToken) is not { } stored)
        {
            return Problems.NotFound();
        }

        if (body.Content is null)
        {
            return Problems.Invalid(FieldError.Required("content"));
        }

        if (!ifMatch.Matches(SubmissionTags.Of(stored.Submission)))
        {
            return Problems.Stale(SubmissionTags.Of(stored.Submission));
        }

        var content = reader.Read(stored.Submission.Kind, body.Content, access.Caller, (stored.Submission.Content as ProductContent)?.VendorName);
        if (content.IsRefused)
        {
            return new Problem(content.Refusal);
        }

        var saved = SubmissionRules.Save(stored.Submission, content.Value, stored.Entry.Listing.Version, now);
        if (saved.IsRefused)
        {
            return new Problem(saved.Refusal);
        }

        return await store.SaveAsync(stored, saved.Value, cancellationToken) ? Show(stored, saved.Value, language) : await StaleAsync(stored.Submission.Id, cancellationToken);
    }

    /// <summary>Gives a draft up: its content goes, its history stays.</summary>
    public async Task<IResult> DiscardAsync(string id, IfMatch ifMatch, AccessScope access, Audited audited, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, access, cancellationToken) is not { } stored)
        {
            return Problems.NotFound();
        }

        if (!ifMatch.Matches(SubmissionTags.Of(stored.Submission)))
        {
            return Problems.Stale(SubmissionTags.Of(stored.Submission));
        }

        var decided = SubmissionRules.Move(stored.Submission, LifecycleAction.Discard, audited.At, null);
        if (decided.IsRefused)
        {
            return new Problem(decided.Refusal);
        }

        var after = decided.Value with { Content = SubmissionReader.OwnerOnly(stored.Submission.Content) };
        var draft = audited.Record(AuditAction.SubmissionDiscarded, ListingStore.ChainOf(after.Id.ListingId), SubmissionDiff.Between(stored.Submission, after));
        if (await store.CommitAsync(stored, after, draft, cancellationToken) is not OutboxOutcome.Committed)
        {
            return await StaleAsync(after.Id, cancellationToken);
        }

        await lists.TryShowAsync(after.Id.ListingId, cancellationToken);
        return ApiResults.NoContent();
    }

    /// <summary>The submission, if it is the caller's own and was not given up.</summary>
    public async Task<StoredSubmission?> FindAsync(string id, AccessScope access, CancellationToken cancellationToken) =>
        SubmissionId.TryParse(id, out var known) && await store.ReadAsync(known, cancellationToken) is { Submission.State: not LifecycleState.Discarded } stored && access.Covers(stored.Submission.Owner)
            ? stored
            : null;

    /// <summary>412 with the tag of now.</summary>
    public async Task<Problem> StaleAsync(SubmissionId id, CancellationToken cancellationToken) =>
        await store.ReadAsync(id, cancellationToken) is { Submission: var now } ? Problems.Stale(SubmissionTags.Of(now)) : Problems.NotFound();

    /// <param name="stored">As it was read, with its files.</param>
    /// <param name="submission">As it is now.</param>
    /// <param name="language">Language of the answer.</param>
    public Resource<SubmissionDetail> Show(StoredSubmission stored, Submission submission, Language language) =>
        ApiResults.Ok(view.ToDetail(submission, SubmissionFiles.Of(stored with { Submission = submission }), language), SubmissionTags.Of(submission));
}
