using Marketplace.Aggregates;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.Drafts;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Reviews;

/// <summary>A submission as a reviewer looks at it, in the reviewer's language.</summary>
internal sealed class ReviewView(SubmissionView view)
{
    public Resource<ReviewDetail> Show(Stored<Submission> reviewed, RequestContext context)
    {
        var stored = (StoredSubmission)reviewed;
        var (submission, published) = (stored.State, stored.Listing.State);
        var detail = new ReviewDetail(
            submission.Id.ToString(),
            submission.Id.ListingId,
            submission.Kind,
            submission.State,
            submission.Version,
            submission.BasedOn,
            published.Version,
            SubmissionView.ToJson(submission.Content with { Contact = null }),
            submission.Content.Contact is not null,
            ContentDiff.Between(published, submission.Content),
            view.Attachments(SubmissionFiles.Of(stored), context.Language),
            view.Findings(submission, context.Language, forReviewer: true),
            SubmissionView.History(submission),
            submission.SubmittedAt,
            submission.Claim is { } claim ? new ClaimItem(claim.By == context.Caller.Id, claim.Name, claim.DueAt) : null,
            submission.Stuck);
        return ApiResults.Ok(detail, EntityTag.OfVersion(submission.Revision));
    }
}
