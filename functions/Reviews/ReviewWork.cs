using Marketplace.Functions.Attachments;
using Marketplace.Functions.Audit;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Reviews;

/// <summary>A reviewer looks at a submission, claims it and releases the claim.</summary>
internal sealed class ReviewWork(SubmissionStore submissions, AttachmentService attachments, ReviewView view, ReferenceData reference)
{
    public async Task<IResult> ReadAsync(string id, RequestContext context, CancellationToken cancellationToken) =>
        await submissions.FindAsync(id, cancellationToken) is { } stored && context.MayReview(stored.State) ? view.Show(stored, context) : Problems.NotFound();

    /// <summary>A link to one of its files.</summary>
    public async Task<IResult> LinkAsync(string id, string attachmentId, RequestContext context, CancellationToken cancellationToken)
    {
        if (await submissions.FindAsync(id, cancellationToken) is not StoredSubmission stored || !context.MayReview(stored.State)
            || SubmissionFiles.Of(stored).All(file => file.Id != attachmentId))
        {
            return Problems.NotFound();
        }

        var link = await attachments.LinkAsync(SubmissionFiles.ParentOf(stored.State.Id.ListingId), attachmentId, cancellationToken);
        return link.IsRefused ? new Problem(link.Refusal) : ApiResults.Ok(link.Value);
    }

    public Task<IResult> ClaimAsync(string id, RequestContext context, CancellationToken cancellationToken) =>
        MoveAsync(id, SubmissionActions.Claimed, submission =>
            ReviewRules.Claim(submission, context.Caller, reference.Calendar, context.Now), context, cancellationToken);

    public Task<IResult> ReleaseAsync(string id, RequestContext context, CancellationToken cancellationToken) =>
        MoveAsync(id, SubmissionActions.Released, submission => ReviewRules.Release(submission, context.Caller, context.Now), context, cancellationToken);

    private Task<IResult> MoveAsync(
        string id, AuditAction action, Func<Submission, Decided<Submission>> rule, RequestContext context, CancellationToken cancellationToken) =>
        submissions.ChangeAsync(
            id,
            new(action, rule) { IsVisible = context.MayReview, Respond = (stored, _) => view.Show(stored, context) },
            context,
            cancellationToken);
}
