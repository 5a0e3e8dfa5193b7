using System.Text.Json;
using Marketplace.Aggregates;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.ReadModels;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity;
using Marketplace.Outbox;
using Marketplace.Storage;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Opens a submission.</summary>
/// <param name="Kind">Which list it is for: products by vendors, cases by departments, capabilities by operators.</param>
/// <param name="ListingId">The listing it revises; absent for a new one.</param>
/// <param name="Content">What there is so far, of the kind's form; of a revision, the published content where nothing is said.</param>
public sealed record NewSubmission(ListingKind? Kind, string? ListingId = null, JsonElement? Content = null);

/// <summary>Opens submissions: for new listings, as revisions of published ones, as copies of others.</summary>
internal sealed class OpenSubmissions(
    SubmissionStore submissions, ListingStore listings, SubmissionReader reader, VendorNaming vendors, SubmissionView view, DraftLimit limit)
{
    public async Task<IResult> OpenAsync(JsonBody<NewSubmission> body, IdempotencyKey key, RequestContext context, CancellationToken cancellationToken)
    {
        var (request, caller) = (body.Value, context.Caller);
        if (request.Kind is not { } kind)
        {
            return Problems.Invalid(FieldError.Required("kind").Accepting(string.Join(", ", CamelCase<ListingKind>.Names)));
        }

        if (!MayOpen(kind, caller))
        {
            return IsRoleFor(kind, caller)
                ? new Problem(new Refusal(ProblemCodes.Forbidden))
                : Problems.Invalid(FieldError.NotAllowed("kind").Accepting(KindsOf(caller)));
        }

        var creation = CreationKey.Of(context, key, body.Digest);
        return request.ListingId is { } listingId
            ? await RetryPolicy.RunAsync(listingId, stop => TryReviseAsync(listingId, request, creation, context, stop), cancellationToken)
            : await CreateAsync(reader.Read(kind, request.Content, caller), creation, context, cancellationToken);
    }

    /// <summary>Opens one for a new listing with the content of another; files are not copied.</summary>
    public async Task<IResult> CopyAsync(string id, IdempotencyKey key, RequestContext context, CancellationToken cancellationToken) =>
        await submissions.FindAsync(id, cancellationToken) is { State: var submission } && context.Owns(submission)
            ? await CreateAsync(submission.Content with { Attachments = null }, CreationKey.Of(context, key, id), context, cancellationToken)
            : Problems.NotFound();

    private async Task<IResult> CreateAsync(Decided<ListingContent> content, CreationKey creation, RequestContext context, CancellationToken cancellationToken)
    {
        var named = content.IsRefused ? content : await vendors.NameAsync(content.Value, cancellationToken);
        if (named.IsRefused)
        {
            return new Problem(named.Refusal);
        }

        var id = new SubmissionId(ListingId.OfSubmission(creation.Value), 1);
        var submission = SubmissionRules.Open(id, named.Value, 0, context.Caller.Id, context.Now);
        using var turn = await limit.EnterAsync(submission.Owner, cancellationToken);
        if (turn.Refusal is { } full)
        {
            return await ReplayAsync(id.ListingId, creation, context, cancellationToken) ?? new Problem(full);
        }

        var listing = ListingRules.Open(id.ListingId, new Origin(Origin.Submitted, creation.Value), SubmissionReader.OwnerOnly(named.Value), context.Now) with
        {
            Submissions = 1,
            OpenSubmission = 1,
        };
        var change = new Change<Listing>(null, listing, context.Audit.Of(SubmissionActions.Opened));
        return await RetryPolicy.RunAsync(id.ListingId, stop => TryCommitAsync(change, submission, creation, context, stop), cancellationToken);
    }

    private async Task<IResult?> TryReviseAsync(
        string listingId, NewSubmission request, CreationKey creation, RequestContext context, CancellationToken cancellationToken)
    {
        if (await listings.FindAsync(listingId, cancellationToken) is not { State: var listing } stored || !MayRevise(listing, context))
        {
            return Problems.NotFound();
        }

        if (await ReplayAsync(listingId, creation, context, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        if (Refuse(listing, request.Kind!.Value) is { } refusal)
        {
            return new Problem(refusal);
        }

        var content = request.Content is null ? listing.Content with { Attachments = null } : reader.Read(listing.Kind, request.Content, context.Caller);
        var named = content.IsRefused ? content : await vendors.NameAsync(content.Value, cancellationToken);
        if (named.IsRefused)
        {
            return new Problem(named.Refusal);
        }

        var number = listing.Submissions + 1;
        var submission = SubmissionRules.Open(new SubmissionId(listingId, number), named.Value, listing.Version, context.Caller.Id, context.Now) with
        {
            KeptFiles = [.. (listing.Content.Attachments ?? []).Select(file => file.AttachmentId)],
        };
        using var turn = await limit.EnterAsync(submission.Owner, cancellationToken);
        if (turn.Refusal is { } full)
        {
            return new Problem(full);
        }

        var change = new Change<Listing>(stored, listing with { Submissions = number, OpenSubmission = number }, context.Audit.Of(SubmissionActions.Opened));
        return await TryCommitAsync(change, submission, creation, context, cancellationToken);
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

        return listing.OpenSubmission is { } open
            ? new Refusal("revisionOpen", new FieldError("listingId", "revisionOpen", KeyValuePair.Create("id", new SubmissionId(listing.Id, open).ToString())))
            : null;
    }

    /// <summary>The response, or null when somebody changed the listing meanwhile.</summary>
    private async Task<IResult?> TryCommitAsync(
        Change<Listing> change, Submission submission, CreationKey creation, RequestContext context, CancellationToken cancellationToken)
    {
        var listingId = submission.Id.ListingId;
        switch (await submissions.OpenAsync(change, submission, creation.Value, creation.Digest, cancellationToken))
        {
            case OutboxOutcome.Committed:
                await limit.ShowAsync(listingId, cancellationToken);
                return Created(await submissions.ReadAsync(submission.Id, cancellationToken) ?? NewlyStored(change, submission), context, isReplayed: false);
            case OutboxOutcome.Exists:
                return await ReplayAsync(listingId, creation, context, cancellationToken);
            default:
                return null;
        }
    }

    /// <summary>The first response to the same request; a refusal when the key came with another body; null when there was none.</summary>
    private async Task<IResult?> ReplayAsync(string listingId, CreationKey creation, RequestContext context, CancellationToken cancellationToken)
    {
        if (await submissions.FindCreatedAsync(listingId, creation.Value, cancellationToken) is not { } first)
        {
            return null;
        }

        if (first.Digest != creation.Digest)
        {
            return Problems.Conflict(ProblemCodes.IdempotencyKeyReused);
        }

        return await submissions.ReadAsync(first.Created, cancellationToken) is { } stored ? Created(stored, context, isReplayed: true) : null;
    }

    private Created<SubmissionDetail> Created(StoredSubmission stored, RequestContext context, bool isReplayed) =>
        ApiResults.Created($"/api/submissions/{stored.State.Id}", view.Show(stored, context.Language).Value, submissions.TagOf(stored.State), isReplayed);

    private static StoredSubmission NewlyStored(Change<Listing> change, Submission submission) =>
        new(submission, default, change.Before is { } before ? before with { State = change.After } : new(change.After, default, default), []);

    /// <summary>A role alone does not say whose the submission is: a company's or a department's needs that claim of the token.</summary>
    private static bool MayOpen(ListingKind kind, Caller caller) => IsRoleFor(kind, caller) && kind switch
    {
        ListingKind.Case => caller.Department is not null,
        ListingKind.Product => caller.CreditCode is not null,
        _ => true,
    };

    private static bool IsRoleFor(ListingKind kind, Caller caller) => kind switch
    {
        ListingKind.Case => caller.Is(Role.GovUser),
        ListingKind.Product => caller.Is(Role.VendorMember) || caller.Is(Role.VendorAdmin),
        _ => caller.Is(Role.Operator),
    };

    private static string KindsOf(Caller caller) =>
        string.Join(", ", Enum.GetValues<ListingKind>().Where(kind => MayOpen(kind, caller)).Select(CamelCase<ListingKind>.Name));

    /// <summary>Capabilities belong to the instance, so any operator may revise one.</summary>
    private static bool MayRevise(Listing listing, RequestContext context) =>
        listing.Version > 0 && (context.Access.Covers(listing.Owner) || (listing.Kind is ListingKind.Capability && context.Caller.Is(Role.Operator)));
}
