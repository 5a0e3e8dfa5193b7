using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Recalls a submission: it becomes a draft again.</summary>
/// <param name="Reason">Why, at most 500 characters.</param>
public sealed record RecallRequest(string? Reason = null);

/// <summary>Recalls a submission to edit it; whoever checks or reviews it finds it gone.</summary>
internal sealed class RecallSubmission(SubmissionStore submissions, SubmissionView view)
{
    public async Task<IResult> RunAsync(string id, JsonBody<RecallRequest> body, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.Text("reason", body.Value.Reason, most: 500, lines: true);
        return errors.All.Count > 0
            ? Problems.Invalid(errors.All)
            : await submissions.ChangeAsync(
                id,
                new(SubmissionActions.Recalled, submission => SubmissionRules.Move(submission, LifecycleAction.Recall, context.Now, body.Value.Reason))
                {
                    IsVisible = context.Owns,
                    IfMatch = ifMatch,
                    Reason = body.Value.Reason,
                    Respond = (stored, _) => view.Show(stored, context.Language),
                },
                context,
                cancellationToken);
    }
}
