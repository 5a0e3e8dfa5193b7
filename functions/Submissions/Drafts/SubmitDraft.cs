using Marketplace.Aggregates;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Requests;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting.Bodies;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Submits a draft, by accepting the service statement in force (<c>/api/reference/service-statement</c>).</summary>
/// <param name="StatementVersion">Its version.</param>
/// <param name="StatementSha256">Hash of its text.</param>
/// <param name="AcceptedBy">Name of the person who accepts it, 2–40 characters.</param>
public sealed record AcceptedStatement(string? StatementVersion, string? StatementSha256, string? AcceptedBy);

/// <summary>Submits a draft: three storage transactions. A repetition that names the same version finds it done.</summary>
internal sealed class SubmitDraft(SubmissionStore submissions, SubmissionView view, ReferenceData reference)
{
    public async Task<IResult> RunAsync(
        string id, JsonBody<AcceptedStatement> body, IfMatch ifMatch, RequestContext context, CancellationToken cancellationToken)
    {
        if (Check(body.Value) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        return await submissions.ChangeAsync(
            id,
            new(SubmissionActions.Submitted, (stored, _) => new(Decide((StoredSubmission)stored, body.Value, context.Now)))
            {
                IsVisible = context.Owns,
                IsRepeated = submission => IsRepetition(submission, body.Value, ifMatch),
                IfMatch = ifMatch,
                Commit = submissions.SubmitAsync,
                Respond = (stored, isReplayed) => ApiResults.Accepted(
                    $"/api/submissions/{stored.State.Id}", view.Show(stored, context.Language).Value, submissions.TagOf(stored.State), isReplayed),
            },
            context,
            cancellationToken);
    }

    private Decided<Submission> Decide(StoredSubmission stored, AcceptedStatement body, DateTimeOffset now)
    {
        var acceptance = new Acceptance(body.StatementVersion!, body.StatementSha256!, NormalizedText.Of(body.AcceptedBy!), now);
        var decided = SubmissionRules.Submit(stored.State, acceptance, stored.Listing.State.Version);
        if (decided.IsRefused)
        {
            return decided;
        }

        IReadOnlyList<FieldError> issues =
            [.. SubmissionRules.InContent(ContentRules.Check(stored.State.Content, reference)), .. SubmissionFiles.Unfinished(stored, now)];
        return issues.Count > 0 ? Refusal.Invalid(issues) : decided;
    }

    private IReadOnlyList<FieldError> Check(AcceptedStatement body)
    {
        var (errors, statement) = (new FieldErrors(), reference.Statement);
        errors.Name("acceptedBy", body.AcceptedBy, most: 40, least: 2, required: true);
        CheckNamed("statementVersion", body.StatementVersion, statement.Version, errors);
        CheckNamed("statementSha256", body.StatementSha256, statement.Sha256!, errors);
        return errors.All;
    }

    private static void CheckNamed(string field, string? given, string current, FieldErrors errors)
    {
        if (given is null)
        {
            errors.Add(FieldError.Required(field).Accepting(current));
        }
        else if (given != current)
        {
            errors.Add(new FieldError(field, "statementOutdated").Accepting(current));
        }
    }

    /// <summary>Whether this very request was carried out before and only its response was lost; its checks may have begun or ended since.</summary>
    private static bool IsRepetition(Submission submission, AcceptedStatement body, IfMatch ifMatch) =>
        submission is { State: LifecycleState.Submitted or LifecycleState.Checking or LifecycleState.InReview, Acceptance: { } acceptance }
        && acceptance.AcceptedBy == NormalizedText.Of(body.AcceptedBy!)
        && ifMatch.Matches(EntityTag.OfVersion(acceptance.Revision - 1));
}
