using Marketplace.Aggregates;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Listings;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions;
using Marketplace.Functions.Submissions.Drafts;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Reviews;

/// <summary>A reviewer decides on the version they saw: publish, request changes, or reject.</summary>
internal sealed class ReviewDecisions(SubmissionStore submissions, VendorNaming vendors, ReviewView view)
{
    public async Task<IResult> DecideAsync(string id, JsonBody<DecisionRequest> body, RequestContext context, CancellationToken cancellationToken)
    {
        if (ReviewRules.Check(body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var change = Change(body.Value, context);
        return await submissions.ChangeAsync(id, body.Value.Decision is ReviewDecision.Publish
            ? Publishing(change, context)
            : change, context, cancellationToken);
    }

    private ChangeRequest<Submission> Change(DecisionRequest request, RequestContext context)
    {
        var action = request.Decision switch
        {
            ReviewDecision.Publish => ListingActions.Published,
            ReviewDecision.Reject => SubmissionActions.Rejected,
            _ => SubmissionActions.ChangesRequested,
        };
        return new(action, submission => ReviewRules.Decide(submission, request, context.Caller, context.Now))
        {
            // A decision that was made gives the submission back to its owner; its repetition is still to be recognised.
            IsVisible = submission => context.MayReview(submission)
                || (context.Oversees(submission) && ReviewRules.IsRepetition(submission, request, context.Caller)),
            IsRepeated = submission => ReviewRules.IsRepetition(submission, request, context.Caller),
            IsCurrent = submission => submission.Version == request.Version,
            Reason = request.Reason,
            Respond = (stored, _) => view.Show(stored, context),
        };
    }

    /// <summary>Publishing needs more than the submission: the published version it is based on, the vendor, and files that were scanned.</summary>
    private ChangeRequest<Submission> Publishing(ChangeRequest<Submission> change, RequestContext context)
    {
        Listing? published = null;
        return change with
        {
            Decide = async (stored, stop) =>
            {
                var decided = await change.Decide(stored, stop);
                var listing = decided.IsRefused ? decided.Refusal : await PublishAsync((StoredSubmission)stored, decided.Value, context.Now, stop);
                published = listing.Value;
                return listing.IsRefused ? listing.Refusal : decided;
            },
            Commit = (one, stop) => submissions.PublishAsync(one, published!, stop),
            Respond = (stored, isReplayed) => change.Respond(published is null ? stored : WithListing((StoredSubmission)stored, published), isReplayed),
        };
    }

    private async Task<Decided<Listing>> PublishAsync(StoredSubmission stored, Submission after, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = stored.Listing.State;
        if (before.Version != after.BasedOn)
        {
            return new Refusal("publishedVersionChanged");
        }

        var named = await vendors.NameAsync(after.Content, cancellationToken);
        if (named.IsRefused)
        {
            return named.Refusal;
        }

        return SubmissionFiles.Of(stored).Any(file => file.State is AttachmentState.Scanning)
            ? new Refusal("attachmentsNotScanned")
            : ListingRules.Publish(before, named.Value with { Attachments = SubmissionFiles.Published(stored) }, now);
    }

    private static Stored<Submission> WithListing(StoredSubmission stored, Listing listing) =>
        stored with { Listing = stored.Listing with { State = listing } };
}
