using System.Text.Json;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Saves a draft.</summary>
/// <param name="Content">The whole content as it stands, which may be partial.</param>
public sealed record SavedContent(JsonElement? Content);

/// <summary>Saves a draft: two storage transactions and no audit entry, since no state changes and an app may save with every pause in typing.</summary>
internal sealed class SaveDraft(SubmissionStore submissions, SubmissionReader reader, SubmissionView view)
{
    public async Task<IResult> RunAsync(string id, JsonBody<SavedContent> body, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken)
    {
        if (await submissions.FindAsync(id, cancellationToken) is not StoredSubmission { State: var submission } stored || !context.Owns(submission))
        {
            return Problems.NotFound();
        }

        if (body.Value.Content is null)
        {
            return Problems.Invalid(FieldError.Required("content"));
        }

        if (!ifMatch.Matches(submissions.TagOf(submission)))
        {
            return Problems.Stale(submissions.TagOf(submission));
        }

        var content = reader.Read(submission.Kind, body.Value.Content, context.Caller, (submission.Content as ProductContent)?.VendorName);
        if (content.IsRefused)
        {
            return new Problem(content.Refusal);
        }

        var saved = SubmissionRules.Save(submission, content.Value, stored.Listing.State.Version, context.Now);
        if (saved.IsRefused)
        {
            return new Problem(saved.Refusal);
        }

        return await submissions.SaveAsync(stored, saved.Value, cancellationToken)
            ? view.Show(stored with { State = saved.Value }, context.Language)
            : await submissions.StaleAsync(id, cancellationToken);
    }
}
