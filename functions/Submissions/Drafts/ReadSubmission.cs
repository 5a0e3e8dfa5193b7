using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting.ProblemDetails;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>One's own submission, with all a client needs to follow it.</summary>
internal sealed class ReadSubmission(SubmissionStore submissions, SubmissionView view)
{
    public async Task<IResult> RunAsync(string id, RequestContext context, CancellationToken cancellationToken) =>
        await submissions.FindAsync(id, cancellationToken) is { } stored && context.Owns(stored.State)
            ? view.Show(stored, context.Language)
            : Problems.NotFound();
}
