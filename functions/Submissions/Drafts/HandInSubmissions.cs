using Marketplace.Functions.Audit;
using Marketplace.Functions.Lifecycle;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.State;
using Marketplace.Functions.Values;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;
using Marketplace.Identity.Access;
using Marketplace.Outbox;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>Hands submissions in, and takes them back.</summary>
internal sealed class HandInSubmissions(SubmissionStore store, WriteSubmissions write, ReferenceData reference)
{
    /// <summary>How often a commit that its own consumer gave up waiting for is made anew.</summary>
    private const int Attempts = 3;

    /// <summary>Hands in: three storage transactions. A repetition that names the same version finds it done.</summary>
    public async Task<IResult> SubmitAsync(
        string id, AcceptedStatement body, IfMatch ifMatch, AccessScope access, Audited audited, Language language, CancellationToken cancellationToken)
    {
        if (Check(body) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await write.FindAsync(id, access, cancellationToken) is not { } stored)
            {
                return Problems.NotFound();
            }

            if (IsRepetition(stored.Submission, body, ifMatch))
            {
                return Taken(stored, stored.Submission, language, replayed: true);
            }

            if (!ifMatch.Matches(SubmissionTags.Of(stored.Submission)))
            {
                return Problems.Stale(SubmissionTags.Of(stored.Submission));
            }

            var decided = Decide(stored, body, audited.At);
            if (decided.IsRefused)
            {
                return new Problem(decided.Refusal);
            }

            switch (await store.SubmitAsync(stored, decided.Value, Record(audited, AuditAction.SubmissionSubmitted, stored.Submission, decided.Value, null), cancellationToken))
            {
                case OutboxOutcome.Committed:
                    return Taken(stored, decided.Value, language, replayed: false);
                case OutboxOutcome.Cancelled:
                    continue;
                default:
                    return await write.StaleAsync(stored.Submission.Id, cancellationToken);
            }
        }

        return Problems.Unavailable(TimeSpan.FromSeconds(5));
    }

    /// <summary>Takes a submission back to write on; whoever checks or reviews it finds it gone.</summary>
    public async Task<IResult> TakeBackAsync(
        string id, TakenBack body, IfMatch ifMatch, AccessScope access, Audited audited, Language language, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        errors.Text("reason", body.Reason, most: 500, lines: true);
        if (errors.All.Count > 0)
        {
            return Problems.Invalid(errors.All);
        }

        if (await write.FindAsync(id, access, cancellationToken) is not { } stored)
        {
            return Problems.NotFound();
        }

        if (!ifMatch.Matches(SubmissionTags.Of(stored.Submission)))
        {
            return Problems.Stale(SubmissionTags.Of(stored.Submission));
        }

        var decided = SubmissionRules.Move(stored.Submission, LifecycleAction.Recall, audited.At, body.Reason);
        if (decided.IsRefused)
        {
            return new Problem(decided.Refusal);
        }

        var draft = Record(audited, AuditAction.SubmissionRecalled, stored.Submission, decided.Value, body.Reason);
        return await store.CommitAsync(stored, decided.Value, draft, cancellationToken) is OutboxOutcome.Committed
            ? write.Show(stored, decided.Value, language)
            : await write.StaleAsync(stored.Submission.Id, cancellationToken);
    }

    private Decided<Submission> Decide(StoredSubmission stored, AcceptedStatement body, DateTimeOffset now)
    {
        var decided = SubmissionRules.Submit(stored.Submission, new Acceptance(body.StatementVersion!, body.StatementSha256!, NormalizedText.Of(body.AcceptedBy!), now), stored.Entry.Listing.Version);
        if (decided.IsRefused)
        {
            return decided;
        }

        IReadOnlyList<FieldError> issues = [.. SubmissionRules.InContent(ContentRules.Check(stored.Submission.Content, reference)), .. SubmissionFiles.Unfinished(stored, now)];
        return issues.Count > 0 ? Refusal.Invalid(issues) : decided;
    }

    private IReadOnlyList<FieldError> Check(AcceptedStatement body)
    {
        var (errors, statement) = (new FieldErrors(), reference.Statement);
        errors.Text("acceptedBy", body.AcceptedBy, most: 40, least: 2, required: true);
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

    /// <summary>Whether this very hand-in was made already, and only its answer was lost; its checks may have begun or ended since.</summary>
    private static bool IsRepetition(Submission submission, AcceptedStatement body, IfMatch ifMatch) =>
        submission is { State: LifecycleState.Submitted or LifecycleState.Checking or LifecycleState.InReview, Acceptance: { } acceptance }
        && acceptance.AcceptedBy == NormalizedText.Of(body.AcceptedBy!)
        && ifMatch.Matches(EntityTag.OfVersion(acceptance.Revision - 1));

    private static Marketplace.Audit.AuditDraft Record(Audited audited, AuditAction action, Submission before, Submission after, string? reason) =>
        audited.Record(action, ListingStore.ChainOf(after.Id.ListingId), SubmissionDiff.Between(before, after), reason, SubmissionDiff.BetweenPersons(before, after));

    private Accepted<SubmissionDetail> Taken(StoredSubmission stored, Submission submission, Language language, bool replayed) =>
        ApiResults.Accepted($"/api/submissions/{submission.Id}", write.Show(stored, submission, language).Value, SubmissionTags.Of(submission), replayed);
}
