using Marketplace.Functions.Access;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Identity.Access;
using Marketplace.Outbox;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Opens submissions: for new entries, as revisions of published ones, as copies of others.</summary>
internal sealed class OpenSubmissions(SubmissionStore store, ListingStore listings, SubmissionReader reader, VendorGate vendors, SubmissionView view, SubmissionLists lists)
{
    private const int Attempts = 3;

    /// <summary>Opens one as the request says.</summary>
    public async Task<IResult> OpenAsync(NewSubmission request, CreationRequest by, CancellationToken cancellationToken)
    {
        if (request.Kind is not { } kind)
        {
            return Problems.Invalid(FieldError.Required("kind").Accepting(string.Join(", ", CamelCase<ListingKind>.Names)));
        }

        if (!MayOpen(kind, by.Access.Caller))
        {
            return Problems.Invalid(FieldError.NotAllowed("kind").Accepting(KindsOf(by.Access.Caller)));
        }

        return request.ListingId is { } listingId
            ? await ReviseAsync(listingId, kind, request, by, cancellationToken)
            : await CreateAsync(reader.Read(kind, request.Content, by.Access.Caller), by, cancellationToken);
    }

    /// <summary>Opens one for a new entry with the content of another; files are not copied.</summary>
    public async Task<IResult> CopyAsync(string id, CreationRequest by, CancellationToken cancellationToken) =>
        SubmissionId.TryParse(id, out var original) && await store.ReadAsync(original, cancellationToken) is { Submission: { State: not LifecycleState.Discarded } submission } && by.Access.Covers(submission.Owner)
            ? await CreateAsync(submission.Content with { Attachments = null }, by, cancellationToken)
            : Problems.NotFound();

    private async Task<IResult> CreateAsync(Decided<ListingContent> content, CreationRequest by, CancellationToken cancellationToken)
    {
        if (content.IsRefused)
        {
            return new Problem(content.Refusal);
        }

        var named = await vendors.NameAsync(content.Value, cancellationToken);
        if (named.IsRefused)
        {
            return new Problem(named.Refusal);
        }

        var id = new SubmissionId(ListingId.OfSubmission(by.Key), 1);
        var submission = SubmissionRules.Open(id, named.Value, 0, by.Access.Caller.Id, by.Audited.At);
        var entry = ListingRules.Open(id.ListingId, new Origin(Origin.Submitted, by.Key), SubmissionReader.OwnerOnly(named.Value), by.Audited.At) with { Submissions = 1, OpenSubmission = 1 };
        return await CommitAsync(null, entry, submission, by, cancellationToken) ?? Problems.Unavailable(TimeSpan.FromSeconds(1));
    }

    private async Task<IResult> ReviseAsync(string listingId, ListingKind kind, NewSubmission request, CreationRequest by, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (!ListingId.IsValid(listingId) || await listings.ReadAsync(listingId, cancellationToken) is not { Listing: var listing } stored || !MayRevise(listing, by.Access))
            {
                return Problems.NotFound();
            }

            if (await ReplayAsync(listingId, by, cancellationToken) is { } replayed)
            {
                return replayed;
            }

            if (Refuse(listing, kind) is { } refusal)
            {
                return new Problem(refusal);
            }

            var content = request.Content is null ? listing.Content with { Attachments = null } : reader.Read(kind, request.Content, by.Access.Caller);
            if (content.IsRefused)
            {
                return new Problem(content.Refusal);
            }

            var named = await vendors.NameAsync(content.Value, cancellationToken);
            if (named.IsRefused)
            {
                return new Problem(named.Refusal);
            }

            var number = listing.Submissions + 1;
            var submission = SubmissionRules.Open(new SubmissionId(listingId, number), named.Value, listing.Version, by.Access.Caller.Id, by.Audited.At) with
            {
                KeptFiles = [.. (listing.Content.Attachments ?? []).Select(file => file.AttachmentId)],
            };
            if (await CommitAsync(stored, listing with { Submissions = number, OpenSubmission = number }, submission, by, cancellationToken) is { } answer)
            {
                return answer;
            }
        }

        return Problems.Unavailable(TimeSpan.FromSeconds(1));
    }

    private static Refusal? Refuse(Listing listing, ListingKind kind)
    {
        if (listing.Kind != kind)
        {
            return Refusal.Invalid(FieldError.Inconsistent("kind", CamelCase<ListingKind>.Name(listing.Kind)));
        }

        if (listing.State is LifecycleState.Withdrawn)
        {
            return new Refusal("listingWithdrawn");
        }

        return listing.OpenSubmission is { } open ? new Refusal("revisionOpen", new FieldError("listingId", "revisionOpen", KeyValuePair.Create("id", new SubmissionId(listing.Id, open).ToString()))) : null;
    }

    /// <summary>The answer, or null when somebody changed the entry meanwhile.</summary>
    private async Task<IResult?> CommitAsync(StoredListing? before, Listing entry, Submission submission, CreationRequest by, CancellationToken cancellationToken)
    {
        var draft = by.Audited.Record(AuditAction.SubmissionOpened, ListingStore.ChainOf(entry.Id), SubmissionDiff.Between(null, submission));
        var outcome = await store.OpenAsync(before, entry, submission, (by.Key, by.Digest), draft, cancellationToken);
        if (outcome is OutboxOutcome.Exists)
        {
            return await ReplayAsync(entry.Id, by, cancellationToken);
        }

        if (outcome is not OutboxOutcome.Committed)
        {
            return null;
        }

        await lists.TryShowAsync(entry.Id, cancellationToken);
        return await store.ReadAsync(submission.Id, cancellationToken) is { } stored ? Created(stored.Submission, SubmissionFiles.Of(stored), by, replayed: false) : Created(submission, [], by, replayed: false);
    }

    /// <summary>The first answer to the same request; a refusal when the key came with another body; null when there was none.</summary>
    private async Task<IResult?> ReplayAsync(string listingId, CreationRequest by, CancellationToken cancellationToken)
    {
        if (await store.FindMadeAsync(listingId, by.Key, cancellationToken) is not { } made)
        {
            return null;
        }

        if (made.Digest != by.Digest)
        {
            return Problems.Conflict(ProblemCodes.IdempotencyKeyReused);
        }

        return await store.ReadAsync(made.Made, cancellationToken) is { } stored ? Created(stored.Submission, SubmissionFiles.Of(stored), by, replayed: true) : null;
    }

    private Created<SubmissionDetail> Created(Submission submission, IReadOnlyList<AttachmentFile> files, CreationRequest by, bool replayed) =>
        ApiResults.Created($"/api/submissions/{submission.Id}", view.ToDetail(submission, files, by.Language), SubmissionTags.Of(submission), replayed);

    private static bool MayOpen(ListingKind kind, Caller caller) => kind switch
    {
        ListingKind.Case => caller.Is(Role.GovUser),
        ListingKind.Product => caller.Is(Role.VendorMember) || caller.Is(Role.VendorAdmin),
        _ => caller.Is(Role.Operator),
    };

    private static string KindsOf(Caller caller) => string.Join(", ", Enum.GetValues<ListingKind>().Where(kind => MayOpen(kind, caller)).Select(CamelCase<ListingKind>.Name));

    /// <summary>Capabilities belong to the instance, so any operator may revise one.</summary>
    private static bool MayRevise(Listing listing, AccessScope access) =>
        listing.Version > 0 && (access.Covers(listing.Owner) || (listing.Kind is ListingKind.Capability && access.Caller.Is(Role.Operator)));
}
