using System.Text.Json;
using Marketplace.Aggregates;
using Marketplace.Functions.Attachments;
using Marketplace.Functions.Findings;
using Marketplace.Functions.Listings.Content;
using Marketplace.Functions.Listings.State;
using Marketplace.Functions.Reference;
using Marketplace.Functions.Submissions.Files;
using Marketplace.Functions.Submissions.State;
using Marketplace.Hosting;
using Marketplace.Hosting.ProblemDetails;
using Marketplace.Hosting.Responses;

namespace Marketplace.Functions.Submissions.Drafts;

/// <summary>A submission in the words of its reader's language.</summary>
internal sealed class SubmissionView(ReferenceData reference, ProblemTexts problems, FindingTexts findings)
{
    /// <summary>As its owner follows it: without what is for reviewers only.</summary>
    public Resource<SubmissionDetail> Show(Stored<Submission> stored, Language language) =>
        ApiResults.Ok(ToDetail(stored.State, SubmissionFiles.Of((StoredSubmission)stored), language), EntityTag.OfVersion(stored.State.Revision));

    public IReadOnlyList<FindingItem> Findings(Submission submission, Language language, bool forReviewer) =>
        [.. submission.Findings.Where(finding => forReviewer || !finding.ReviewersOnly).Select(finding => findings.ToItem(finding, language))];

    public IReadOnlyList<AttachmentItem> Attachments(IReadOnlyList<AttachmentFile> files, Language language) =>
        [.. files.Select(file => AttachmentItem.Of(file, findings, language))];

    public static IReadOnlyList<HistoryStep> History(Submission submission) =>
        [.. submission.History.Select(step => new HistoryStep(step.Action, step.State, step.At, step.Version, step.Reason))];

    public static JsonElement ToJson(ListingContent content) => JsonElement.Parse(ContentCodec.ToJson(content));

    private SubmissionDetail ToDetail(Submission submission, IReadOnlyList<AttachmentFile> files, Language language) => new(
        submission.Id.ToString(),
        submission.Id.ListingId,
        submission.Kind,
        submission.State,
        submission.Version,
        submission.BasedOn,
        ToJson(submission.Content),
        Issues(submission, language),
        Attachments(files, language),
        Findings(submission, language, forReviewer: false),
        submission.Stuck,
        History(submission),
        submission.CreatedAt,
        submission.UpdatedAt);

    private IReadOnlyList<ContentIssue> Issues(Submission submission, Language language) =>
        [.. SubmissionRules.InContent(ContentRules.Check(submission.Content, reference))
            .Select(error => new ContentIssue(error.Field, error.Code, problems.FindField(error.Code).Format(error, language)))];
}
